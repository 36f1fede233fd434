package io.jfs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The scripts in {@code bin}, installed in a directory with a space in its name, with a start-up cache of other jars.
 */
class LaunchersTest {
    private static final Map<String, String> JARS = Map.of(
            "linux", "linux",
            "fs-core", "core",
            "fuse", "fuse",
            "fuse-union", "driver-fuse-union",
            "image-store", "image",
            "runtime", "runtime",
            "cli", "cli");

    @TempDir
    static Path directory;

    private static Path bin;

    /** Where the build puts things. */
    @BeforeAll
    static void install() throws Exception {
        Path home = directory.resolve("a place");
        Path lib = Files.createDirectories(home.resolve("target/dist/lib"));
        bin = Files.createDirectories(home.resolve("bin"));
        for (String name : List.of(".launch", "jfs", "jfs-oci", "jfs-union")) {
            Files.copy(
                    repository().resolve("bin").resolve(name), bin.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.writeString(home.resolve("target/dist/java"), System.getProperty("java.home") + "/bin/java\n");
        for (String entry : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator, -1)) {
            add(Path.of(entry), lib);
        }
        try (Stream<Path> jars = Files.list(lib)) {
            String names = jars.map(jar -> jar.getFileName().toString()).collect(Collectors.joining(" "));
            Files.writeString(home.resolve("target/dist/jars"), names + "\n");
        }
        makeCache(home);
    }

    private static Path repository() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .filter(place -> Files.exists(place.resolve("bin/.launch")))
                .findFirst()
                .orElseThrow();
    }

    private static void add(Path entry, Path lib) throws IOException {
        if (Files.isRegularFile(entry)) {
            Files.copy(entry, lib.resolve(entry.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        String jar =
                JARS.get(entry.getName(Math.max(0, entry.getNameCount() - 3)).toString());
        if (jar != null && entry.endsWith("classes")) {
            Path file = lib.resolve("jfs-" + jar + "-0.jar");
            StringWriter said = new StringWriter();
            PrintWriter to = new PrintWriter(said);
            int made = ToolProvider.findFirst("jar")
                    .orElseThrow()
                    .run(to, to, "-c", "-f", file.toString(), "-C", entry.toString(), ".");
            assertThat(made).as(said.toString()).isZero();
        }
    }

    /** One that fitted jfs-union before its jars were changed, and that never fitted the others. */
    private static void makeCache(Path home) throws Exception {
        Path lib = home.resolve("target/dist/lib");
        run("train", "jfs-union", "--version");
        assertThat(lib.resolve("jfs-union.aot")).isNotEmptyFile();
        for (String cache : List.of("lib/jfs-oci-create.aot", "lib/jfs-oci-state.aot", "short.aot")) {
            Files.copy(lib.resolve("jfs-union.aot"), home.resolve("target/dist").resolve(cache));
        }
        try (Stream<Path> jars = Files.list(lib)) {
            for (Path jar : (Iterable<Path>) jars.filter(file -> file.toString().endsWith(".jar"))::iterator) {
                Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
            }
        }
    }

    private record Outcome(int exit, String out, String err) {}

    private static Outcome run(String cache, String name, String argument) throws Exception {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(bin.resolve(name).toString(), argument)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JFS_AOT", cache);
        builder.environment().remove("JFS_CLASS_PATH");
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s ends", name).isTrue();
        return new Outcome(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"jfs, version", "jfs-oci, --version", "jfs-union, --version"})
    void a_cache_that_does_not_fit_is_passed_over_without_a_word(String name, String argument) throws Exception {
        Outcome outcome = run("on", name, argument);
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).doesNotContain("aot").isNotEmpty();
    }
}
