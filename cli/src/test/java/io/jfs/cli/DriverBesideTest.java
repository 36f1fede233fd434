package io.jfs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.testkit.sample.HardLinkDriverProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver that jfs knows nothing of, in a jar beside. */
class DriverBesideTest {
    private static final String SERVICE = "META-INF/services/io.jfs.core.driver.StorageDriverProvider";

    @TempDir
    Path directory;

    @Test
    void a_driver_in_a_jar_beside_is_found_and_used() throws Exception {
        Path jars = Files.createDirectory(directory.resolve("drivers"));
        makeJar(jars.resolve("hard-link.jar"));

        assertThat(jfs(jars, "driver", "ls", "-q")).contains("vfs", "hard-link");
        assertThat(jfs(jars, "--driver", "hard-link", "snapshot", "prepare", "work"))
                .containsExactly("work");
        assertThat(jfs(jars, "--driver", "hard-link", "snapshot", "mounts", "work"))
                .singleElement()
                .asString()
                .contains("/hard-link/1/tree");
    }

    private void makeJar(Path jar) throws IOException {
        String folder = HardLinkDriverProvider.class.getPackageName().replace('.', '/');
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry(SERVICE));
            out.write(HardLinkDriverProvider.class.getName().getBytes(StandardCharsets.UTF_8));
            for (Path file : filesOf(HardLinkDriverProvider.class)) {
                out.putNextEntry(new JarEntry(folder + "/" + file.getFileName()));
                out.write(Files.readAllBytes(file));
            }
        }
    }

    /** All classes beside one: in Maven's output directory, or in a jar. */
    private List<Path> filesOf(Class<?> type) throws IOException {
        Path place =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
        String folder = type.getPackageName().replace('.', '/');
        if (Files.isDirectory(place)) {
            try (Stream<Path> files = Files.list(place.resolve(folder))) {
                return files.toList();
            }
        }
        try (FileSystem jar = FileSystems.newFileSystem(place);
                Stream<Path> files = Files.list(jar.getPath(folder))) {
            Path copies = Files.createDirectory(directory.resolve("classes"));
            List<Path> copied = new ArrayList<>();
            for (Path file : files.toList()) {
                copied.add(Files.copy(file, copies.resolve(file.getFileName().toString())));
            }
            return copied;
        }
    }

    /** In a process of its own, whose class path has the jars and not the testkit. */
    private List<String> jfs(Path jars, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = JfsProcess.of(directory.resolve("root"), jars + "/*", arguments);
        Process process = builder.start();
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }
}
