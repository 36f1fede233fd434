package io.jfs.driver.fuseunion;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The driver for a plain user, by fusermount3 and as root of his own namespace. Root runs this and becomes somebody
 * else, so that it runs in every build.
 */
@RequiresRoot
@RequiresFuse
@Timeout(120)
class PlainUserDriverTest {
    /** $1: what makes somebody of the program; $2: a device node that everybody may open, for /dev/fuse. */
    private static final String BECOME = """
            mknod "$2" c 10 229 && chmod 666 "$2" && mount --bind "$2" /dev/fuse && become=$1 && shift 2 &&
            exec setpriv --reuid=65534 --regid=65534 --clear-groups $become "$@"
            """;

    private static final String STORY = """
            [C /, C /etc, C /etc/passwd, A /new, D /old]
            [C /, C /etc, A /etc/fresh, D /etc/passwd]
            [etc, new]
            changed
            """;

    @TempDir
    Path directory;

    private Path classes;

    @BeforeEach
    void copy_what_runs_to_where_everybody_may_read() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        classes = Files.createDirectory(directory.resolve("classes"));
        int number = 0;
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String part : all.split(File.pathSeparator, -1)) {
            copy(Path.of(part), classes.resolve(number++ + (part.endsWith(".jar") ? ".jar" : "")));
        }
        Path base = Files.createDirectories(directory.resolve("source/etc"));
        Files.writeString(base.resolve("passwd"), "root");
        Files.writeString(directory.resolve("source/old"), "old");
        Path place = Files.createDirectory(directory.resolve("place"));
        Files.setAttribute(place, "unix:uid", 65534);
        Files.setAttribute(place, "unix:gid", 65534);
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                String relative = from.relativize(path).toString();
                Files.copy(path, relative.isEmpty() ? to : to.resolve(relative));
            }
        }
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
        return output;
    }

    private String storyOf(String somebody, String owner) throws Exception {
        String tar = "tar --owner=" + owner + " --group=" + owner + " -C " + directory.resolve("source") + " -cf "
                + directory.resolve("base.tar") + " etc old";
        run(List.of("sh", "-c", tar));
        Path launcher = Files.copy(
                UnionProgram.launcher(),
                directory.resolve("jfs-union"),
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        String classPath;
        try (Stream<Path> parts = Files.list(classes)) {
            classPath = String.join(
                    File.pathSeparator, parts.map(Path::toString).sorted().toList());
        }
        String java = System.getProperty("java.home");
        List<String> command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", BECOME, "sh"));
        command.addAll(List.of(somebody, directory.resolve("fuse").toString()));
        command.addAll(List.of("env", "JFS_CLASS_PATH=" + classPath, "JAVA_HOME=" + java));
        command.addAll(List.of(
                java + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx128m"));
        command.addAll(List.of("-Djfs.union=" + launcher, "-cp", classPath, PlainUserStory.class.getName()));
        command.add(directory.resolve("place").toString());
        return run(command);
    }

    @Test
    void a_plain_user_has_snapshots_by_fusermount3() throws Exception {
        assertThat(storyOf("env", "65534")).isEqualTo(STORY);
    }

    @Test
    void root_of_a_user_namespace_has_them_too() throws Exception {
        assertThat(storyOf("unshare -rm", "0")).isEqualTo(STORY);
    }
}
