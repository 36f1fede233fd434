package io.jfs.driver.fuseunion.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.driver.fuseunion.program.Installed.Outcome;
import io.jfs.linux.mount.MountCalls;
import io.jfs.linux.mount.MountInfo;
import io.jfs.linux.mount.MountInfoEntry;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as its callers meet it: started by the launcher, in the background, ended by an unmount or a signal. */
@RequiresRoot
@RequiresFuse
@Timeout(120)
class ProgramTest {
    private static final String LAYERS = "lowerdir=lower,upperdir=upper,workdir=work";

    @TempDir
    static Path shared;

    private static Installed program;

    @TempDir
    Path directory;

    private Path mountPoint;

    @BeforeAll
    static void install() throws Exception {
        program = Installed.into(shared);
    }

    @BeforeEach
    void make_layers() throws IOException {
        for (String name : List.of("lower", "upper", "work", "mnt")) {
            Files.createDirectory(directory.resolve(name));
        }
        Files.writeString(directory.resolve("lower/file"), "lower");
        mountPoint = directory.resolve("mnt").toRealPath();
    }

    @AfterEach
    void leave_no_mount() throws Exception {
        if (MountInfo.at(mountPoint).isPresent()) {
            ProcessHandle server = Installed.background(mountArgument);
            MountCalls.unmount(mountPoint.toString(), MountCalls.MNT_DETACH);
            ended(server);
        }
    }

    /** How the mountpoint was written in the command under test: its process is found by that. */
    private String mountArgument = "mnt";

    private Outcome mount(String options) throws Exception {
        mountArgument = mountPoint.toString(); // another test's process may have the same relative one
        return program.run(directory, "-o", options, mountArgument);
    }

    private ProcessHandle server() throws IOException {
        return Installed.background(mountArgument);
    }

    private static void ended(ProcessHandle process) throws Exception {
        process.onExit().get(30, TimeUnit.SECONDS);
    }

    private void unmount() throws Exception {
        ProcessHandle server = server();
        MountCalls.unmount(mountPoint.toString(), 0);
        ended(server);
    }

    private static void signal(String name, ProcessHandle process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void the_mount_is_up_when_the_command_ends_and_its_server_ends_with_it() throws Exception {
        assertThat(mount(LAYERS)).isEqualTo(new Outcome(0, "", ""));
        assertThat(mountPoint.resolve("file")).hasContent("lower");
        Files.writeString(mountPoint.resolve("file"), "upper");
        assertThat(directory.resolve("upper/file")).hasContent("upper");
        assertThat(directory.resolve("lower/file")).hasContent("lower");
        unmount();
    }

    @Test
    void the_first_mount_makes_the_index_for_the_next() throws Exception {
        Path indexes = Files.createDirectory(directory.resolve("indexes"));
        String options = LAYERS + ",layerindex=" + indexes.resolve("index");
        try (WatchService watch = indexes.getFileSystem().newWatchService()) {
            indexes.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            assertThat(mount(options)).isEqualTo(new Outcome(0, "", ""));
            while (!Files.exists(indexes.resolve("index"))) {
                WatchKey key = watch.poll(60, TimeUnit.SECONDS);
                assertThat(key).as("something happens in %s", indexes).isNotNull();
                key.pollEvents();
                key.reset();
            }
        }
        unmount();
        var made = Files.getLastModifiedTime(indexes.resolve("index"));
        assertThat(mount(options)).isEqualTo(new Outcome(0, "", ""));
        assertThat(mountPoint.resolve("file")).hasContent("lower");
        assertThat(mountPoint.resolve("missing")).doesNotExist();
        unmount();
        assertThat(Files.getLastModifiedTime(indexes.resolve("index"))).isEqualTo(made);
    }

    @Test
    void the_server_keeps_nothing_of_its_caller() throws Exception {
        Path left = Files.createFile(directory.resolve("left-open"));
        mountArgument = mountPoint.toString();
        String command = "exec '" + program.launcherPath() + "' -o " + LAYERS + " " + mountArgument + " 7<" + left;
        assertThat(program.runCommand(directory, List.of("sh", "-c", command)).exit())
                .isZero();
        Path process = Path.of("/proc", Long.toString(server().pid()));
        assertThat(process.resolve("cwd").toRealPath()).isEqualTo(Path.of("/"));
        for (String standard : List.of("0", "1", "2")) {
            assertThat(Files.readSymbolicLink(process.resolve("fd").resolve(standard)))
                    .isEqualTo(Path.of("/dev/null"));
        }
        try (var descriptors = Files.list(process.resolve("fd"))) {
            for (Path descriptor : (Iterable<Path>) descriptors::iterator) {
                assertThat(Files.readSymbolicLink(descriptor).toString())
                        .isNotEqualTo(left.toString())
                        .doesNotStartWith("pipe:");
            }
        }
        unmount();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void a_signal_unmounts_even_while_the_mount_is_in_use(String name) throws Exception {
        mount(LAYERS);
        ProcessHandle server = server();
        try (var open = Files.newInputStream(mountPoint.resolve("file"))) {
            signal(name, server);
            ended(server);
            assertThat(open).isNotNull();
        }
        assertThat(MountInfo.at(mountPoint)).isEmpty();
    }

    @Test
    void a_signal_ends_the_server_though_another_mount_namespace_holds_the_mount() throws Exception {
        mount(LAYERS);
        ProcessHandle server = server();
        String hold = "exec 3<" + mountPoint.resolve("file") + "; cd " + mountPoint + "; echo held; read _";
        Process holder =
                program.start(directory, List.of("unshare", "-m", "--propagation", "private", "sh", "-c", hold));
        try (var out = holder.inputReader()) {
            assertThat(out.readLine()).isEqualTo("held");
            signal("TERM", server);
            ended(server);
            assertThat(MountInfo.at(mountPoint)).isEmpty();
        } finally {
            holder.getOutputStream().close();
            holder.waitFor();
        }
    }

    @Test
    void a_hangup_is_ignored_and_usr1_prints_counters() throws Exception {
        Path log = directory.resolve("log");
        mount(LAYERS + ",log=" + log);
        ProcessHandle server = server();
        signal("HUP", server);
        assertThat(mountPoint.resolve("file")).hasContent("lower");
        signal("USR1", server);
        while (!Files.readString(log).contains("LOOKUP 1")) { // a thread of the server's prints; nothing says when
            assertThat(server.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        unmount();
    }

    @Test
    void in_the_foreground_the_command_stays_until_the_unmount() throws Exception {
        Process process = program.start(
                directory, List.of(program.launcherPath().toString(), "-d", "-o", LAYERS, mountPoint.toString()));
        mountArgument = mountPoint.toString();
        try (var err = process.errorReader()) {
            while (MountInfo.at(mountPoint).isEmpty()) {
                assertThat(process.isAlive()).isTrue();
                Thread.onSpinWait();
            }
            assertThat(mountPoint.resolve("file")).exists();
            assertThat(err.readLine()).contains("node 1: ok");
            MountCalls.unmount(mountPoint.toString(), 0);
            while (err.readLine() != null) {
                Thread.onSpinWait();
            }
        }
        assertThat(process.waitFor()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lowerdir=lower:none,upperdir=upper,workdir=work | mnt | lowerdir DIR/none: no such file or directory",
                "lowerdir=lower/file,upperdir=upper,workdir=work | mnt | lowerdir DIR/lower/file: not a directory",
                "lowerdir=lower,upperdir=none,workdir=work | mnt | upperdir DIR/none: no such file or directory",
                "lowerdir=lower,upperdir=upper,workdir=none | mnt | workdir DIR/none: no such file or directory",
                "lowerdir=lower,upperdir=upper,workdir=/dev/shm | mnt | workdir /dev/shm: not on the filesystem of upperdir DIR/upper",
                "lowerdir=lower,upperdir=upper,workdir=upper | mnt | workdir DIR/upper: must not share a path with upperdir DIR/upper",
                "lowerdir=lower | none | mountpoint DIR/none: no such file or directory",
                "lowerdir=lower | lower/file | mountpoint DIR/lower/file: not a directory",
                "lowerdir=lower,log=none/log | mnt | log DIR/none/log: no such file or directory",
                "lowerdir=:::: | mnt | lowerdir is missing",
                "upperdir=upper,workdir=work | mnt | lowerdir is missing"
            })
    void bad_input_ends_with_1_and_a_line_that_names_it(String options, String target, String message)
            throws Exception {
        Outcome outcome = program.run(directory, "-o", options, target);
        assertThat(outcome.err()).isEqualTo("jfs-union: " + message.replace("DIR", directory.toString()) + "\n");
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(MountInfo.at(mountPoint)).isEmpty();
    }

    @Test
    void without_a_mountpoint_it_says_so_and_help_and_version_need_none() throws Exception {
        assertThat(program.run(directory)).isEqualTo(new Outcome(1, "", "jfs-union: mountpoint is missing\n"));
        assertThat(program.run(directory, "--help").out()).startsWith("usage: jfs-union");
        assertThat(program.run(directory, "-V").out()).startsWith("jfs-union ");
    }

    @Test
    void what_is_ignored_is_said_on_standard_error() throws Exception {
        Outcome outcome = mount(LAYERS + ",,foo=bar,ino32_t");
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.err()).isEqualTo("""
                        jfs-union: unknown option ignored: foo=bar
                        jfs-union: ino32_t: ignored, inode numbers have 64 bits
                        """);
        unmount();
    }

    @Test
    void relative_and_linked_paths_are_followed_from_the_callers_directory() throws Exception {
        Files.createSymbolicLink(directory.resolve("lower-link"), Path.of("lower"));
        Files.createSymbolicLink(directory.resolve("mnt-link"), Path.of("mnt"));
        Path link = program.link("linked-" + directory.getFileName());
        mountArgument = directory.resolve("mnt-link").toString();
        Outcome outcome = program.runCommand(
                directory,
                List.of(link.toString(), "-o", "lowerdir=./lower-link,upperdir=upper,workdir=work", mountArgument));
        assertThat(outcome).isEqualTo(new Outcome(0, "", ""));
        assertThat(mountPoint.resolve("file")).hasContent("lower");
        unmount();
    }

    @Test
    void names_may_have_colons_commas_spaces_and_letters_of_any_language() throws Exception {
        Path odd = Files.createDirectory(directory.resolve("a:b,c \u00fc\u4e2d"));
        Files.writeString(odd.resolve("odd"), "odd");
        mount("lowerdir=" + directory + "/a\\:b\\,c \u00fc\u4e2d:lower");
        assertThat(mountPoint.resolve("odd")).hasContent("odd");
        assertThat(mountPoint.resolve("file")).hasContent("lower");
        unmount();
    }

    @Test
    void without_an_upper_nothing_can_be_changed() throws Exception {
        mount("lowerdir=lower");
        assertThatThrownBy(() -> Files.writeString(mountPoint.resolve("new"), ""))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("Read-only file system");
        unmount();
    }

    @Test
    void the_mount_table_shows_what_was_asked_for() throws Exception {
        mount(LAYERS + ",fsname=a b,subtype=x,noexec,nosuid,dev");
        MountInfoEntry entry = MountInfo.at(mountPoint).orElseThrow();
        assertThat(entry.source()).isEqualTo("a b");
        assertThat(entry.type()).isEqualTo("fuse.x");
        assertThat(entry.options()).contains("noexec", "nosuid").doesNotContain("nodev");
        unmount();
    }

    @Test
    void a_name_brings_no_options_along() throws Exception {
        mount(LAYERS + ",nosuid,fsname=a\\,suid\nb,subtype=x y");
        MountInfoEntry entry = MountInfo.at(mountPoint).orElseThrow();
        assertThat(entry.source()).isEqualTo("a,suid\nb");
        assertThat(entry.options()).contains("nosuid");
        unmount();
    }

    @Test
    void owners_are_mapped_both_ways() throws Exception {
        mount(LAYERS + ",uidmapping=0:1000:1:1:2000:10,squash_to_gid=77");
        Path file = mountPoint.resolve("file");
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(1000);
        assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(77);
        Files.setAttribute(file, "unix:uid", 2004);
        assertThat(Files.getAttribute(directory.resolve("upper/file"), "unix:uid"))
                .isEqualTo(5);
        unmount();
    }

    @Test
    void whiteouts_that_podman_leaves_as_files_hide_what_they_name() throws Exception {
        Files.createDirectories(directory.resolve("below/opaque"));
        Files.createFile(directory.resolve("below/gone"));
        Files.createFile(directory.resolve("below/opaque/old"));
        Files.createFile(directory.resolve("lower/.wh.gone"));
        Files.createDirectory(directory.resolve("lower/opaque"));
        Files.createFile(directory.resolve("lower/opaque/.wh..wh..opq"));
        mount("lowerdir=lower:below");
        assertThat(mountPoint.resolve("gone")).doesNotExist();
        assertThat(mountPoint.resolve("opaque")).isEmptyDirectory();
        assertThat(mountPoint).isDirectoryNotContaining("glob:**.wh.*");
        unmount();
    }

    @Test
    void mount_calls_it_as_a_helper() throws Exception {
        Path helper = program.link("mount.fuse3.jfs-union");
        mountArgument = mountPoint.toString();
        Outcome outcome = program.runCommand(
                directory,
                List.of(
                        helper.toString(),
                        "a-source",
                        mountArgument,
                        "-n",
                        "-t",
                        "fuse3.jfs-union",
                        "-o",
                        "rw," + LAYERS.replace("=", "=" + directory + "/")));
        assertThat(outcome).isEqualTo(new Outcome(0, "", ""));
        MountInfoEntry entry = MountInfo.at(mountPoint).orElseThrow();
        assertThat(entry.source()).isEqualTo("a-source");
        assertThat(entry.options()).doesNotContain("nodev", "nosuid");
        unmount();
    }

    /**
     * With a directory over mount(8)'s directory of helpers that has ours besides, for the command and what it starts.
     */
    private Outcome withHelpers(String command) throws Exception {
        mountArgument = mountPoint.toString();
        String sbin = Path.of("/sbin").toRealPath().toString();
        Path changed = Files.createDirectories(directory.resolve("sbin"));
        Path work = Files.createDirectories(directory.resolve("sbin-work"));
        Files.createSymbolicLink(changed.resolve("mount.fuse3.jfs-union"), program.launcherPath());
        Files.createSymbolicLink(changed.resolve("jfs-union"), program.launcherPath()); // mount(8) sets its own PATH
        String script = "mount -t overlay overlay -o lowerdir=" + sbin + ",upperdir=" + changed + ",workdir=" + work
                + " " + sbin + " && " + command + " && cat mnt/file && grep " + mountPoint
                + " /proc/self/mounts && umount mnt";
        return program.runCommand(directory, List.of("unshare", "-m", "--propagation", "private", "sh", "-c", script));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fuse3.jfs-union", "fuse.jfs-union"})
    void mount_8_finds_it_by_either_type(String type) throws Exception {
        String options = LAYERS.replace("=", "=" + directory + "/");
        Outcome outcome = withHelpers("mount -t " + type + " a-source " + mountPoint + " -o noexec," + options);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .startsWith("lowera-source " + mountPoint + " fuse.jfs-union rw,noexec,")
                .doesNotContain("nodev", "nosuid");
        assertThat(outcome.exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fuse3.jfs-union", "fuse.jfs-union"})
    void a_line_of_fstab_mounts_it(String type) throws Exception {
        String options =
                "noauto,nofail,_netdev,x-systemd.automount,nodev," + LAYERS.replace("=", "=" + directory + "/");
        Path table = Files.writeString(
                directory.resolve("fstab"), "a-source " + mountPoint + " " + type + " " + options + " 0 0\n");
        Outcome outcome = withHelpers("mount -T " + table + " " + mountPoint);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .startsWith("lowera-source " + mountPoint)
                .contains("nodev")
                .doesNotContain("nosuid");
        assertThat(outcome.exit()).isZero();
    }

    @Test
    void mount_fuse3_calls_it_as_containerd_does() throws Exception {
        mountArgument = mountPoint.toString();
        Outcome outcome = program.runCommand(
                directory, List.of("mount.fuse3", "overlay", mountArgument, "-o", LAYERS, "-t", "jfs-union"));
        assertThat(outcome).isEqualTo(new Outcome(0, "", ""));
        assertThat(mountPoint.resolve("file")).hasContent("lower");
        assertThat(MountInfo.at(mountPoint).orElseThrow().options()).doesNotContain("nodev", "nosuid");
        unmount();
    }
}
