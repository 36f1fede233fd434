package io.jfs.core.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.driver.ApplyTarget;
import io.jfs.linux.Fd;
import io.jfs.linux.FileType;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A layer applied while its parents are not whole yet, and put on top of them afterwards. */
class DetachedApplyTest {
    @RegisterExtension
    final WorkDirectory work = new WorkDirectory();

    @BeforeAll
    static void needs() {
        Needs.root();
    }

    private static TarBuilder tar() {
        return new TarBuilder();
    }

    private static TarBuilder base() {
        return tar().dir("etc/")
                .file("etc/passwd", "root")
                .file("etc/group", "wheel")
                .dir("var/")
                .file("var/x", "x");
    }

    private ApplyTarget target(String name) throws IOException {
        Path upper = Files.createDirectories(work.resolve(name));
        return new ApplyTarget.OverlayUpper(upper, List.of(), "trusted.overlay.");
    }

    private ApplyResult apply(String name, TarBuilder layer) throws IOException {
        return new LayerApplier(target(name), LayerLimits.DEFAULT).apply(layer.stream());
    }

    private ApplyResult applyLater(String name, TarBuilder layer, LaterLowers lowers) throws IOException {
        return new LayerApplier(target(name), LayerLimits.DEFAULT, lowers).apply(layer.stream());
    }

    private List<Path> lower() throws IOException {
        if (!Files.exists(work.resolve("lower"))) {
            apply("lower", base());
        }
        return List.of(work.resolve("lower"));
    }

    private static List<Path> nobodyAsks() {
        throw new AssertionError("the lowers are not needed");
    }

    private SortedMap<String, String> onBase(TarBuilder layer, LaterLowers lowers) throws IOException {
        applyLater("upper", layer, lowers);
        var lines = TargetKind.seen(work.path(), List.of(work.resolve("upper"), work.resolve("lower")));
        lines.remove("/");
        return lines;
    }

    private void needsParent(TarBuilder layer) throws IOException {
        String name = "upper" + System.nanoTime();
        assertThatThrownBy(() -> applyLater(name, layer, () -> {
                    throw new IOException("the lowers failed");
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the lowers failed");
    }

    @Test
    void whiteouts_and_opaque_marks_are_written_before_the_parents_are_there() throws IOException {
        var lines = onBase(
                tar().dir("etc/")
                        .whiteout("etc/passwd")
                        .whiteout("etc/no-such")
                        .dir("var/")
                        .opaque("var"),
                () -> {
                    assertThat(TreeText.paths(work.resolve("upper")))
                            .containsExactly("etc", "etc/no-such", "etc/passwd", "var");
                    return lower();
                });
        assertThat(TreeText.paths(work.resolve("upper"))).containsExactly("etc", "etc/passwd", "var");
        assertThat(lines.keySet()).containsExactly("etc", "etc/group", "var");
    }

    @Test
    void a_directory_in_the_place_of_a_whiteout_is_opaque() throws IOException {
        lower();
        var lines = onBase(
                tar().whiteout("etc")
                        .dir("etc/")
                        .file("etc/new", "n")
                        .dir("var/")
                        .file("var/y", "y")
                        .whiteout("var"),
                this::lower);
        assertThat(lines.keySet()).containsExactly("etc", "etc/new", "var", "var/y");
    }

    @Test
    void what_needs_a_look_into_the_parents_waits_for_them_and_fails_with_them() throws IOException {
        needsParent(tar().file("etc/new", "n"));
        needsParent(tar().whiteout("etc/passwd"));
        needsParent(tar().hardLink("a", "b"));
        needsParent(tar().file(".wh..wh..opq", ""));
    }

    @Test
    void the_parents_are_asked_for_once_and_late() throws IOException {
        List<String> events = new ArrayList<>();
        applyLater(
                "upper",
                tar().dir("a/").file("etc/new", "n").file("var/new", "n").hardLink("linked", "etc/group"),
                () -> {
                    events.add(String.join(" ", TreeText.paths(work.resolve("upper"))));
                    return lower();
                });
        assertThat(events).containsExactly("a");
        var lines = TargetKind.seen(work.path(), List.of(work.resolve("upper"), work.resolve("lower")));
        assertThat(lines.keySet())
                .containsExactly(
                        "/", "a", "etc", "etc/group", "etc/new", "etc/passwd", "linked", "var", "var/new", "var/x");
    }

    @Test
    void below_an_opaque_directory_nothing_needs_the_parents() throws IOException {
        lower();
        var lines = onBase(
                tar().dir("etc/").opaque("etc").file("etc/made/new", "n").whiteout("etc/made/old"),
                DetachedApplyTest::nobodyAsks);
        assertThat(lines.keySet()).containsExactly("etc", "etc/made", "etc/made/new", "var", "var/x");
    }

    @Test
    void without_parents_a_whiteout_is_not_written() throws IOException {
        apply("upper", tar().dir("etc/").whiteout("etc/passwd").whiteout("x"));
        assertThat(TreeText.paths(work.resolve("upper"))).containsExactly("etc");
    }

    @Test
    void a_whiteout_is_a_character_device_0_0() throws IOException {
        applyLater("upper", tar().whiteout("etc"), this::lower);
        try (Fd dir = Open.open(work.resolve("upper"), Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            assertThat(Stat.statAt(dir, "etc").type()).isEqualTo(FileType.CHARACTER_DEVICE);
            assertThat(Stat.statAt(dir, "etc").rdev()).isZero();
        }
    }

    @Test
    void the_result_tells_what_was_done() throws IOException {
        ApplyResult result =
                apply("upper", tar().dir("./").dir("a/").file("a/b", "hello").whiteout("c"));
        assertThat(result.entries()).isEqualTo(4);
        assertThat(result.usage().inodes()).isEqualTo(2);
        assertThat(result.usage().bytes()).isEqualTo(8192);
        assertThat(result.rootListed()).isTrue();
        assertThat(apply("other", tar().dir("a/")).rootListed()).isFalse();
    }
}
