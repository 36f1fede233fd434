package io.jfs.fuse.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.linux.mount.MountInfo;
import io.jfs.linux.mount.MountInfoEntry;
import io.jfs.testkit.EnabledRings;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of a mount: how it begins, what it survives, how it ends. */
@RequiresRoot
@RequiresFuse
@Timeout(60)
@ExtendWith(EnabledRings.class)
@ParameterizedClass
@EnumSource(
        value = Transport.class,
        names = {"DEV_FUSE", "IO_URING"})
class SessionTest {
    private static final int CYCLES = Integer.getInteger("jfs.test.cycles", 30);

    private final Transport transport;

    @TempDir
    Path directory;

    SessionTest(Transport transport) {
        RequiredTransport.required(transport);
        this.transport = transport;
    }

    private FuseOptions.Builder zero() {
        return FuseOptions.builder().transport(transport).openMode(OpenMode.ZERO);
    }

    private static void inNewThread(Runnable work) {
        Thread.ofPlatform().daemon().start(work);
    }

    /** What is found, or the exception. */
    private CompletableFuture<Optional<?>> lookUpSlow() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Fd root = Open.open(directory, Open.O_PATH, 0)) {
                        return Stat.find(root, "slow");
                    } catch (IOException e) {
                        return Optional.of(e);
                    }
                },
                SessionTest::inNewThread);
    }

    @Test
    void the_mount_is_up_when_mount_returns_and_gone_when_unmount_does() throws Exception {
        MemoryFileSystem files = new MemoryFileSystem();
        FuseOptions.Builder options =
                zero().source("my-source").subtype("my-type").readOnly(true);
        MountedMemory mount = MountedMemory.on(directory, options, files);
        MountInfoEntry entry = MountInfo.at(directory).orElseThrow();
        assertThat(entry.type()).isEqualTo("fuse.my-type");
        assertThat(entry.source()).isEqualTo("my-source");
        assertThat(entry.options()).contains("ro", "nosuid", "nodev");
        assertThat(files.connection().minorVersion()).isGreaterThanOrEqualTo(31);
        mount.session.unmount();
        assertThat(MountInfo.at(directory)).isEmpty();
        assertThat(files.isStopped()).isTrue();
        assertThat(mount.session.isEnded()).isTrue();
    }

    @Test
    void what_is_busy_stays_mounted_and_can_be_unmounted_lazily() throws Exception {
        try (MountedMemory mount = MountedMemory.on(directory, zero())) {
            Path path = mount.write("a", "x");
            try (Fd file = Open.open(path, Open.O_RDONLY, 0)) {
                assertThatThrownBy(mount.session::unmount)
                        .isInstanceOfSatisfying(
                                ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY));
                assertThat(mount.read("a")).isEqualTo("x");
                mount.session.unmountLazily();
                assertThat(path).doesNotExist();
                assertThat(Stat.stat(file).size()).isEqualTo(1);
                assertThat(mount.session.isEnded()).isFalse();
            }
            mount.session.awaitUnmount();
        }
    }

    @Test
    void somebody_else_may_unmount_it() throws Exception {
        try (MountedMemory mount = MountedMemory.on(directory, zero())) {
            MountedMemory.run("umount", directory.toString());
            mount.session.awaitUnmount();
            assertThat(mount.files.isStopped()).isTrue();
        }
    }

    @Test
    void an_abort_frees_whoever_waits() throws Exception {
        DifficultFileSystem files = new DifficultFileSystem();
        try (MountedMemory mount = MountedMemory.on(directory, zero(), files)) {
            CompletableFuture<Optional<?>> waiting = lookUpSlow();
            files.reached.await();
            CompletableFuture<Void> aborting = CompletableFuture.runAsync(
                    () -> {
                        try {
                            mount.session.abort();
                        } catch (IOException | InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    SessionTest::inNewThread);
            assertThat(waiting.get(20, TimeUnit.SECONDS).orElseThrow()).isInstanceOf(ErrnoException.class);
            files.letGo.countDown();
            aborting.get(20, TimeUnit.SECONDS);
            assertThat(MountInfo.at(directory)).isEmpty();
        }
    }

    @Test
    void a_handler_that_throws_fails_one_request_only() throws Exception {
        try (MountedMemory mount = MountedMemory.on(directory, zero(), new DifficultFileSystem());
                Fd root = Open.open(directory, Open.O_PATH, 0)) {
            mount.write("good", "fine");
            for (String name : new String[] {"bug", "overflow", "silence"}) {
                assertThatThrownBy(() -> Stat.statAt(root, name))
                        .as(name)
                        .isInstanceOfSatisfying(
                                ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EIO));
            }
            assertThat(mount.read("good")).isEqualTo("fine");
        }
    }

    @Test
    void a_slow_request_does_not_hold_up_others() throws Exception {
        DifficultFileSystem files = new DifficultFileSystem();
        try (MountedMemory mount = MountedMemory.on(directory, zero().readers(1).standbys(1), files)) {
            mount.files.put("quick", "done");
            CompletableFuture<Optional<?>> slow = lookUpSlow();
            files.reached.await();
            assertThat(mount.read("quick")).isEqualTo("done");
            files.letGo.countDown();
            assertThat(slow.get(20, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void a_killed_client_leaves_the_mount_sound() throws Exception {
        DifficultFileSystem files = new DifficultFileSystem();
        try (MountedMemory mount = MountedMemory.on(directory, zero(), files)) {
            Process client = new ProcessBuilder(
                            "stat", directory.resolve("slow").toString())
                    .redirectErrorStream(true)
                    .start();
            files.reached.await();
            client.destroyForcibly();
            files.letGo.countDown();
            assertThat(client.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(mount.write("after", "well")).hasContent("well");
        }
    }

    @Test
    void a_handler_learns_that_its_caller_was_interrupted() throws Exception {
        DifficultFileSystem files = new DifficultFileSystem();
        try (MountedMemory mount = MountedMemory.on(directory, zero(), files)) {
            Process client = new ProcessBuilder(
                            "stat", directory.resolve("patient").toString())
                    .redirectErrorStream(true)
                    .start();
            files.reached.await();
            client.destroy();
            assertThat(files.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(client.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(mount.write("after", "well")).hasContent("well");
        }
    }

    @Test
    void a_detached_mount_has_no_place_and_ends_with_its_descriptor() throws Exception {
        MemoryFileSystem files = new MemoryFileSystem();
        String source = "detached-" + ProcessHandle.current().pid();
        FuseSession session = FuseMount.detached(files, zero().source(source).build());
        files.put("inside", "seen");
        try (Fd root = session.root()) {
            assertThat(Stat.statAt(root, "inside").size()).isEqualTo(4);
            Links.mkdirAt(root, "made", 0755);
            assertThat(MountInfo.read()).noneMatch(entry -> entry.source().equals(source));
        }
        session.awaitUnmount();
        assertThat(files.isStopped()).isTrue();
    }

    @Test
    void a_target_that_is_no_directory_leaves_nothing_behind() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        MemoryFileSystem files = new MemoryFileSystem();
        assertThatThrownBy(() -> FuseMount.mount(files, file, zero().build())).isInstanceOf(ErrnoException.class);
        assertThat(MountInfo.at(file)).isEmpty();
    }

    @Test
    void mounting_again_and_again_leaks_nothing() throws Exception {
        cycle();
        long before = openDescriptors();
        for (int i = 0; i < CYCLES; i++) {
            cycle();
        }
        assertThat(openDescriptors()).isLessThanOrEqualTo(before + 2); // others in this JVM may come and go
        assertThat(Files.readString(Path.of("/proc/self/maps"))).doesNotContain("[io_uring]");
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(Thread::isAlive)
                .noneMatch(thread -> thread.getName().startsWith("fuse-cycle-"));
    }

    private void cycle() throws IOException, InterruptedException {
        FuseSession session = FuseMount.mount(
                new MemoryFileSystem(),
                directory,
                zero().source("cycle").readers(2).build());
        Files.createFile(directory.resolve("x"));
        session.unmount();
    }

    private static long openDescriptors() throws IOException {
        try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
            return fds.count();
        }
    }

    @Test
    void the_kernel_is_told_what_changed_behind_its_back() throws Exception {
        try (MountedMemory mount = MountedMemory.on(directory, zero())) {
            long id = mount.files.put("f", "first");
            assertThat(mount.read("f")).isEqualTo("first");
            assertThat(mount.session.notifier().store(id, 0, ByteBuffer.wrap("FIRST".getBytes(StandardCharsets.UTF_8))))
                    .isTrue();
            assertThat(mount.read("f")).isEqualTo("FIRST");
            assertThat(mount.session.notifier().invalidateNode(id, 0, 0)).isTrue();
            assertThat(mount.read("f")).isEqualTo("first");

            mount.files.removeQuietly("f");
            assertThat(mount.at("f")).exists();
            assertThat(mount.session.notifier().invalidateEntry(1, "f".getBytes(StandardCharsets.UTF_8)))
                    .isTrue();
            assertThat(mount.at("f")).doesNotExist();
            assertThat(mount.session.notifier().invalidateNode(4711, 0, 0)).isFalse();
            assertThat(mount.session.notifier().deleteEntry(1, id, "g".getBytes(StandardCharsets.UTF_8)))
                    .isFalse();
        }
    }

    @Test
    void read_ahead_is_set() throws Exception {
        try (MountedMemory mount = MountedMemory.on(directory, zero().readAheadKiB(1024))) {
            String device = MountInfo.at(directory).orElseThrow().device();
            assertThat(Path.of("/sys/class/bdi", device, "read_ahead_kb")).hasContent("1024");
            assertThat(mount.session.connection().capabilities()).isNotZero();
        }
    }

    @Test
    void requests_are_traced() throws Exception {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        FuseOptions.Builder options =
                zero().trace((opcode, unique, node, error, nanos) -> seen.add(opcode + " " + error));
        try (MountedMemory mount = MountedMemory.on(directory, options)) {
            assertThatThrownBy(() -> Files.delete(mount.at("a"))).isInstanceOf(IOException.class);
            mount.write("b", "");
        }
        assertThat(seen).contains("LOOKUP 0", "MKNOD 0");
    }

    /** Keeps the example of {@code FuseHandler}'s Javadoc honest. */
    @Test
    void the_example_of_the_documentation_works() throws Exception {
        FuseSession session = FuseMount.mount(new HelloFileSystem(), directory, zero().build());
        assertThat(directory.resolve("hello")).hasContent("Hello, world\n");
        assertThat(MountedMemory.run("ls", directory.toString())).isEqualTo("hello\n");
        assertThat(directory.resolve("other")).doesNotExist();
        session.unmount();
    }
}
