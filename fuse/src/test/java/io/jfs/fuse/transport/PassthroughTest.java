package io.jfs.fuse.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.fuse.dispatch.FuseRequest;
import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.fuse.dispatch.OpenReply;
import io.jfs.fuse.wire.Opcode;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.testkit.EnabledRings;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Files whose data the kernel reads and writes by itself. */
@RequiresRoot
@RequiresFuse
@ExtendWith(EnabledRings.class)
@ParameterizedClass
@EnumSource(
        value = Transport.class,
        names = {"DEV_FUSE", "IO_URING"})
class PassthroughTest {
    private final Transport transport;

    @TempDir
    Path scratch;

    PassthroughTest(Transport transport) {
        RequiredTransport.required(transport);
        this.transport = transport;
    }

    /** Every file's data is in one backing file. */
    private static final class Backed extends MemoryFileSystem {
        private final Path backing;
        private int id;

        Backed(Path backing) {
            this.backing = backing;
        }

        @Override
        public synchronized void open(FuseRequest request, int flags, boolean killPrivileges, OpenReply reply)
                throws ErrnoException {
            if (id == 0) {
                try (Fd file = Open.open(backing, Open.O_PATH, 0)) {
                    id = connection().openBacking(file);
                }
            }
            reply.passthrough(id);
        }
    }

    @Test
    void data_goes_to_the_backing_file_without_a_request() throws Exception {
        Path backing = Files.writeString(scratch.resolve("backing"), "from behind");
        Path point = Files.createDirectory(scratch.resolve("mount"));
        Backed files = new Backed(backing);
        FuseOptions.Builder options = FuseOptions.builder().transport(transport).openMode(OpenMode.PASSTHROUGH);
        try (MountedMemory mount = MountedMemory.on(point, options, files)) {
            files.put("f", "0123456789."); // its size is that of the backing file
            assertThat(mount.read("f")).isEqualTo("from behind");
            Files.writeString(mount.at("f"), "FROM", StandardOpenOption.WRITE);
            assertThat(backing).hasContent("FROM behind");
            assertThat(mount.session.statistics().requests(Opcode.READ)).isZero();
            assertThat(mount.session.statistics().requests(Opcode.WRITE)).isZero();
            assertThat(mount.session.statistics().requests(Opcode.OPEN)).isEqualTo(2);
        }
    }

    @Test
    void the_automatic_mode_finds_it() throws Exception {
        try (MountedMemory mount =
                MountedMemory.on(scratch, FuseOptions.builder().transport(transport))) {
            assertThat(mount.session.connection().openMode()).isEqualTo(OpenMode.PASSTHROUGH);
        }
    }

    @Test
    void backing_ids_are_given_back_once() throws Exception {
        try (MountedMemory mount =
                        MountedMemory.on(scratch, FuseOptions.builder().transport(transport));
                Fd file = Open.open(Path.of("/etc/passwd"), Open.O_PATH, 0)) {
            int id = mount.session.connection().openBacking(file);
            mount.session.connection().closeBacking(id);
            assertThatThrownBy(() -> mount.session.connection().closeBacking(id))
                    .isInstanceOfSatisfying(
                            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
        }
    }
}
