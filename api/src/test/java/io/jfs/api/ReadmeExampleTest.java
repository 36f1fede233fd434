package io.jfs.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.ProgressListener;
import io.jfs.image.NewImageOptions;
import io.jfs.image.oci.Reference;
import io.jfs.testkit.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first Java example of the README is compiled and run as it stands there. */
class ReadmeExampleTest {
    @TempDir
    Path place;

    @Test
    void the_example_does_what_it_says() throws Exception {
        makeArchive();
        Path source = Files.writeString(place.resolve("Example.java"), """
                import io.jfs.api.*;
                import io.jfs.core.Change;
                import io.jfs.image.Image;
                import java.nio.file.*;

                class Example {
                    public static void main(String[] arguments) throws Exception {
                        %s
                    }
                }
                """.formatted(example()));
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        run("javac", "-proc:none", "-cp", classPath, source.toString());

        List<String> flags = Stream.of(
                        Files.readString(Path.of("/proc/self/cmdline")).split("\0", -1))
                .filter(argument -> argument.startsWith("--") && argument.contains("="))
                .toList();
        List<String> java = new ArrayList<>(flags);
        java.addAll(List.of("-cp", place + ":" + classPath, "Example"));
        assertThat(run("java", java.toArray(String[]::new))).contains("A /motd");
        try (JfsStore jfs = JfsStore.open(place.resolve("other"), "vfs");
                MountedImage mount = jfs.mount(jfs.load(place.resolve("shop2.tar")))) {
            assertThat(mount.path().resolve("motd")).hasContent("hello\n");
        }
    }

    private static String example() throws IOException {
        Path readme = Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .takeWhile(directory -> directory != null)
                .map(directory -> directory.resolve("README.md"))
                .filter(Files::exists)
                .reduce((_, outermost) -> outermost)
                .orElseThrow();
        String text = Files.readString(readme);
        int start = text.indexOf("```java\n") + "```java\n".length();
        return text.substring(start, text.indexOf("```", start));
    }

    private void makeArchive() throws IOException {
        try (JfsStore jfs = JfsStore.open(place.resolve("maker"), "vfs")) {
            byte[] tar = new TarBuilder().file("hello", "world\n").build();
            NewImageOptions name = NewImageOptions.defaults().withName(Reference.parse("shop:1"));
            jfs.save(
                    jfs.imageStore().importTar(new ByteArrayInputStream(tar), name, ProgressListener.NONE),
                    place.resolve("shop.tar"));
        }
    }

    private String run(String tool, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", tool).toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(place.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
