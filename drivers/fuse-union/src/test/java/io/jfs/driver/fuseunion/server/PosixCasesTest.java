package io.jfs.driver.fuseunion.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.Mount;
import io.jfs.core.mount.Mounter;
import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresOverlay;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Near two hundred cases of who may do what, and what comes of it ({@code posix-cases.pl}: permissions, set-id bits,
 * sticky directories, names, links, flags of open, running programs): each has the same error, attributes and times as
 * on the kernel's overlay of the same lower.
 */
@RequiresRoot
@RequiresFuse
@RequiresOverlay
class PosixCasesTest {
    /** Told in docs/union-semantics.md. */
    private static final Set<String> DIFFERENT =
            Set.of("a user writes a set-group-id file that is no program", "a file over one of two names");

    @TempDir
    Path directory;

    private Path script = Path.of("/nonexistent");

    @BeforeEach
    void make_lower() throws Exception {
        script = directory.resolve("posix-cases.pl");
        try (InputStream in = PosixCasesTest.class.getResourceAsStream("posix-cases.pl")) {
            Files.copy(Objects.requireNonNull(in), script);
        }
        perl("make", MountedUnion.at(directory).lower());
        Thread.sleep(1_100); // so that change times of whole seconds tell
    }

    private String perl(String what, Path where) throws Exception {
        return MountedUnion.run(List.of("timeout", "300", "perl", script.toString(), what, where.toString()));
    }

    /** What came of each case, by its name. */
    private Map<String, String> outcomes(Path where) throws Exception {
        Map<String, String> outcomes = new LinkedHashMap<>();
        String name = "";
        for (String line : perl("run", where).lines().toList()) {
            if (!line.startsWith(" ")) {
                name = line.substring(0, line.lastIndexOf(": "));
            }
            outcomes.merge(name, line, (before, more) -> before + "\n" + more);
        }
        assertThat(outcomes).hasSizeGreaterThan(180);
        assertThat(outcomes.values()).noneMatch(outcome -> outcome.contains("ended with"));
        return outcomes;
    }

    private Map<String, String> onKernel(String... options) throws Exception {
        Path merged = Files.createDirectories(directory.resolve("kernel"));
        Mounter.mount(List.of(new Mount("overlay", "overlay", List.of(options))), merged);
        try {
            return outcomes(merged);
        } finally {
            Mounter.unmount(merged);
        }
    }

    private Path made(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }

    private static void assertSame(Map<String, String> ours, Map<String, String> kernels, Set<String> different) {
        Set<String> differing = new TreeSet<>();
        kernels.forEach((name, outcome) -> {
            if (!outcome.equals(ours.get(name))) {
                differing.add(name);
            }
            if (!different.contains(name)) {
                assertThat(ours.get(name)).as(name).isEqualTo(outcome);
            }
        });
        assertThat(differing).isEqualTo(new TreeSet<>(different));
    }

    @ParameterizedTest
    @EnumSource(names = {"PASSTHROUGH", "ZERO", "CACHED"})
    void whoever_does_something_gets_what_the_kernels_overlay_gives(OpenMode mode) throws Exception {
        Map<String, String> kernels = onKernel(
                "lowerdir=" + directory.resolve("lower"),
                "upperdir=" + made("kernel-upper"),
                "workdir=" + made("kernel-work"),
                "redirect_dir=on",
                "index=on");
        try (MountedUnion mount = MountedUnion.at(directory).mount(mode)) {
            assertSame(outcomes(mount.path), kernels, DIFFERENT);
        }
    }

    @Test
    void without_an_upper_the_errors_are_the_same() throws Exception {
        Map<String, String> kernels = onKernel("ro", "lowerdir=" + directory.resolve("lower") + ":" + made("empty"));
        try (MountedUnion mount = MountedUnion.at(directory).mountReadOnly()) {
            assertSame(outcomes(mount.path), kernels, Set.of());
        }
    }
}
