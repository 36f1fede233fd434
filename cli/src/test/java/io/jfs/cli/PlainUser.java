package io.jfs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Somebody named jane, without rights, who has jfs as it is installed and the archive {@code bb.tar} of an image. Root
 * makes her in a mount namespace of each script's own, where she may open the devices that her networks and mounts
 * need.
 */
final class PlainUser {
    private static final int ID = 4711;

    /** What /etc/subuid and /etc/subgid give her. */
    static final String RANGES = "jane:3000000:65536\n";

    private static final String BECOME = """
            set -e
            cd "$1"
            [ -e fuse ] || { mknod fuse c 10 229; mknod tun c 10 200; }
            chmod 666 fuse tun
            mount --bind fuse /dev/fuse
            [ ! -e /dev/net/tun ] || mount --bind tun /dev/net/tun
            { cat /etc/passwd; echo "jane:x:4711:4711::$1/home:/bin/sh"; } >passwd
            mount --bind passwd /etc/passwd
            touch /etc/subuid /etc/subgid
            mount --bind ranges /etc/subuid; mount --bind ranges /etc/subgid
            [ ! -e cgroup ] || echo $$ >"$(cat cgroup)/cgroup.procs"
            cd home
            trap '[ ! -e run/jfs/namespace ] || { read -r keeper _ <run/jfs/namespace && kill "$keeper"; }' EXIT
            HOME=$1/home
            setpriv --reuid=4711 --regid=4711 --clear-groups env -i HOME="$HOME" USER=jane XDG_RUNTIME_DIR="$HOME/run" \
                JAVA_HOME="$2" PATH="$1/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
                JFS_CONFIG=/dev/null JFS_PROGRESS=quiet TERM=xterm /bin/sh -c "$3"
            """;

    private final Path directory;

    PlainUser(Path directory, String ranges) throws Exception {
        this.directory = directory;
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(directory.resolve("ranges"), ranges);
        own(Files.createDirectories(directory.resolve("home/run")));
        own(directory.resolve("home"));
        installed();
        image();
    }

    private static void own(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", ID);
        Files.setAttribute(path, "unix:gid", ID);
    }

    // The scripts as they are, on the classes under test, where everybody may read them.
    private void installed() throws Exception {
        Path sources = Path.of("").toAbsolutePath().resolveSibling("bin");
        Path classes = Files.createDirectory(directory.resolve("classes"));
        List<String> classPath = new ArrayList<>();
        String tested = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String part : tested.split(File.pathSeparator, -1)) {
            if (!part.isEmpty() && Files.exists(Path.of(part))) {
                String name = classPath.size() + (part.endsWith(".jar") ? ".jar" : "");
                must("cp", "-r", part, classes.resolve(name).toString());
                classPath.add(classes.resolve(name).toString());
            }
        }
        Path bin = Files.createDirectory(directory.resolve("bin"));
        must("cp", sources.resolve(".rootless").toString(), bin.toString());
        must("cp", sources.resolve("jfs-union").toString(), bin.resolve("union").toString());
        String all = String.join(File.pathSeparator, classPath);
        script(
                bin.resolve("jfs"),
                "failure=125 uid=$(id -u)\n[ -n \"$JFS_ROOTLESS_UID\" ] || . " + bin + "/.rootless\n"
                        + "exec \"$JAVA_HOME/bin/java\" -Djfs.bin=" + bin + " -Xmx224m -XX:TieredStopAtLevel=1"
                        + " -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
                        + " --add-opens=java.base/java.nio=ALL-UNNAMED --add-exports=java.base/sun.nio.ch=ALL-UNNAMED"
                        + " -cp " + all + " io.jfs.cli.Jfs \"$@\"");
        script(bin.resolve("jfs-union"), "JFS_CLASS_PATH=" + all + " exec " + bin + "/union \"$@\"");
    }

    static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void image() throws Exception {
        Path tree = directory.resolve("image");
        Files.createDirectories(tree.resolve("bin"));
        Files.copy(Path.of("/bin/busybox"), tree.resolve("bin/busybox"));
        for (String applet :
                List.of("sh", "cat", "echo", "id", "sleep", "true", "stat", "nc", "ip", "chown", "grep", "sort")) {
            Files.createSymbolicLink(tree.resolve("bin/" + applet), Path.of("busybox"));
        }
        Path etc = Files.createDirectory(tree.resolve("etc"));
        Files.writeString(etc.resolve("passwd"), "root:x:0:0::/root:/bin/sh\nweb:x:33:33::/:/bin/sh\n");
        Files.writeString(etc.resolve("secret"), "of web\n");
        Files.setAttribute(etc.resolve("secret"), "unix:uid", 33);
        Files.setPosixFilePermissions(etc.resolve("secret"), PosixFilePermissions.fromString("rw-------"));
        must("tar", "-C", tree.toString(), "-cf", directory.resolve("bb.tar").toString(), ".");
        own(directory.resolve("bb.tar"));
    }

    Path home() {
        return directory.resolve("home");
    }

    /** What she gets if the scripts that she runs are to begin in this cgroup, which is hers. */
    void delegate(Path cgroup) throws IOException {
        Files.writeString(directory.resolve("cgroup"), cgroup.toString());
        own(cgroup);
        for (String file : List.of("cgroup.procs", "cgroup.subtree_control", "cgroup.threads")) {
            own(cgroup.resolve(file));
        }
    }

    /** What her script printed, on both streams; it must end well. */
    String runs(String script) throws Exception {
        String java = System.getProperty("java.home");
        return must("unshare", "-m", "sh", "-c", BECOME, "sh", directory.toString(), java, "set -e\n" + script);
    }

    private String must(String... command) throws Exception {
        Path output = Files.createTempFile(directory, "output", "");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(150, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as("%s hangs: %s", List.of(command), text).isTrue();
        assertThat(process.exitValue()).as("%s: %s", List.of(command), text).isZero();
        return text;
    }
}
