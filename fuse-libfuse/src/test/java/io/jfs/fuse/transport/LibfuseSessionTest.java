package io.jfs.fuse.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.linux.mount.MountInfo;
import io.jfs.linux.mount.MountInfoEntry;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of a mount that libfuse serves. */
@RequiresRoot
@RequiresFuse
@Timeout(60)
class LibfuseSessionTest {
    @TempDir
    Path directory;

    @BeforeEach
    void requireLibfuse() {
        RequiredTransport.required(Transport.LIBFUSE);
    }

    private static FuseOptions.Builder libfuse() {
        return FuseOptions.builder().transport(Transport.LIBFUSE).openMode(OpenMode.ZERO);
    }

    @Test
    void it_is_found_and_available() {
        assertThat(FuseTransports.probe().getLast())
                .isEqualTo(new TransportProbe(Transport.LIBFUSE, java.util.Optional.empty()));
    }

    @Test
    void the_mount_is_up_when_mount_returns_and_gone_when_unmount_does() throws Exception {
        FuseOptions.Builder options =
                libfuse().source("my,source").subtype("my-type").readOnly(true);
        try (MountedMemory mount = MountedMemory.on(directory, options)) {
            MountInfoEntry entry = MountInfo.at(directory).orElseThrow();
            assertThat(entry.type()).isEqualTo("fuse.my-type");
            assertThat(entry.source()).isEqualTo("my,source");
            assertThat(entry.options()).contains("ro", "nosuid", "nodev");
            mount.session.unmount();
            assertThat(MountInfo.at(directory)).isEmpty();
            assertThat(mount.files.isStopped()).isTrue();
            assertThat(mount.session.isEnded()).isTrue();
        }
    }

    @Test
    void what_is_busy_stays_mounted_and_can_be_unmounted_lazily() throws Exception {
        try (MountedMemory mount = MountedMemory.on(directory, libfuse())) {
            Path path = mount.write("a", "x");
            try (Fd file = Open.open(path, Open.O_RDONLY, 0)) {
                assertThatThrownBy(mount.session::unmount)
                        .isInstanceOfSatisfying(
                                ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY));
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
        try (MountedMemory mount = MountedMemory.on(directory, libfuse())) {
            MountedMemory.run("umount", directory.toString());
            mount.session.awaitUnmount();
            assertThat(mount.files.isStopped()).isTrue();
        }
    }

    @Test
    void a_killed_client_and_a_bug_leave_the_mount_sound() throws Exception {
        DifficultFileSystem files = new DifficultFileSystem();
        try (MountedMemory mount = MountedMemory.on(directory, libfuse(), files)) {
            Process client = new ProcessBuilder(
                            "stat", directory.resolve("slow").toString())
                    .redirectErrorStream(true)
                    .start();
            files.reached.await();
            client.destroyForcibly();
            files.letGo.countDown();
            assertThat(client.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> Open.open(mount.at("bug"), Open.O_PATH, 0))
                    .isInstanceOfSatisfying(
                            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EIO));
            assertThat(mount.write("after", "well")).hasContent("well");
        }
    }

    @Test
    void what_it_cannot_do_is_refused() {
        MemoryFileSystem files = new MemoryFileSystem();
        FuseOptions passthrough = libfuse().openMode(OpenMode.PASSTHROUGH).build();
        assertThatThrownBy(() -> FuseMount.mount(files, directory, passthrough))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("passthrough");
        assertThatThrownBy(() -> FuseMount.detached(files, libfuse().build()))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void mounting_again_and_again_leaks_no_descriptor() throws Exception {
        cycle();
        long before = openDescriptors();
        for (int i = 0; i < 10; i++) {
            cycle();
        }
        assertThat(openDescriptors()).isLessThanOrEqualTo(before + 2); // others in this JVM may come and go
    }

    private void cycle() throws IOException, InterruptedException {
        FuseSession session =
                FuseMount.mount(new MemoryFileSystem(), directory, libfuse().build());
        Files.createFile(directory.resolve("x"));
        session.unmount();
    }

    private static long openDescriptors() throws IOException {
        try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
            return fds.count();
        }
    }
}
