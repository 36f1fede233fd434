package io.jfs.fuse.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.fuse.dispatch.Timeouts;
import io.jfs.fuse.wire.Opcode;
import io.jfs.linux.Directory;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.linux.Xattr;
import io.jfs.testkit.EnabledRings;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How many requests an operation costs: what speed is made of. */
@RequiresRoot
@RequiresFuse
@Timeout(60)
@ExtendWith(EnabledRings.class)
@ParameterizedClass
@EnumSource(
        value = Transport.class,
        names = {"DEV_FUSE", "IO_URING"})
class RequestCountTest {
    private final Transport transport;

    @TempDir
    Path directory;

    RequestCountTest(Transport transport) {
        RequiredTransport.required(transport);
        this.transport = transport;
    }

    private Fd root() throws Exception {
        return Open.open(directory, Open.O_RDONLY | Open.O_DIRECTORY, 0);
    }

    private FuseOptions.Builder zero() {
        return FuseOptions.builder().transport(transport).openMode(OpenMode.ZERO);
    }

    @Test
    void a_name_and_its_attributes_are_asked_for_once() throws Exception {
        try (MountedMemory mount = MountedMemory.on(directory, zero());
                Fd root = root()) {
            mount.files.put("a", "content");
            mount.startCounting();
            Stat.statAt(root, "a");
            assertThat(mount.requests()).isEqualTo(Map.of(Opcode.LOOKUP, 1L));
            mount.startCounting();
            for (int i = 0; i < 100; i++) {
                Stat.statAt(root, "a");
            }
            assertThat(mount.requests()).isEmpty();
        }
    }

    @Test
    void a_missing_name_is_asked_for_once() throws Exception {
        try (MountedMemory mount = MountedMemory.on(directory, zero());
                Fd root = root()) {
            for (int i = 0; i < 100; i++) {
                assertThat(Stat.find(root, "missing")).isEmpty();
            }
            assertThat(mount.session.statistics().requests(Opcode.LOOKUP)).isEqualTo(1);
        }
    }

    @Test
    void without_timeouts_everything_is_asked_for_again() throws Exception {
        try (MountedMemory mount = MountedMemory.on(directory, zero().timeouts(Timeouts.NONE));
                Fd root = root()) {
            mount.files.put("a", "");
            for (int i = 0; i < 10; i++) {
                Stat.statAt(root, "a");
                Stat.find(root, "missing");
            }
            assertThat(mount.session.statistics().requests(Opcode.LOOKUP)).isEqualTo(20);
        }
    }

    @Test
    void warm_opens_and_reads_cost_nothing_without_open_messages() throws Exception {
        try (MountedMemory mount = MountedMemory.on(directory, zero())) {
            mount.files.put("a", "content");
            assertThat(mount.read("a")).isEqualTo("content");
            assertThat(mount.read("a")).isEqualTo("content"); // asks for the access time that the READ changed
            mount.startCounting();
            for (int i = 0; i < 100; i++) {
                assertThat(mount.read("a")).isEqualTo("content");
            }
            assertThat(mount.requests()).isEmpty();
            assertThat(mount.session.statistics().requests(Opcode.OPEN)).isLessThanOrEqualTo(1);
            assertThat(mount.session.statistics().requests(Opcode.RELEASE)).isZero();
            assertThat(mount.session.statistics().requests(Opcode.FLUSH)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void warm_listings_cost_nothing() throws Exception {
        try (MountedMemory mount = MountedMemory.on(directory, zero().readOnly(true));
                Fd root = root()) {
            for (int i = 0; i < 300; i++) {
                mount.files.put("file" + i, "");
            }
            assertThat(Directory.list(root)).hasSize(300);
            Directory.list(root);
            mount.startCounting();
            for (int i = 0; i < 20; i++) {
                assertThat(Directory.list(root)).hasSize(300);
            }
            assertThat(mount.requests()).isEmpty();
            assertThat(mount.session.statistics().requests(Opcode.OPENDIR)).isLessThanOrEqualTo(1);
            assertThat(mount.session.statistics().requests(Opcode.RELEASEDIR)).isZero();
        }
    }

    @Test
    void a_listing_spares_the_lookups() throws Exception {
        try (MountedMemory mount = MountedMemory.on(directory, zero());
                Fd root = root()) {
            for (int i = 0; i < 500; i++) {
                mount.files.put("file" + i, "");
            }
            Directory.list(root);
            assertThat(mount.session.statistics().requests(Opcode.READDIR)).isZero();
            mount.startCounting();
            for (int i = 0; i < 500; i++) {
                Stat.statAt(root, "file" + i);
            }
            assertThat(mount.requests()).isEmpty();
        }
    }

    @Test
    void a_link_is_read_once() throws Exception {
        try (MountedMemory mount = MountedMemory.on(directory, zero())) {
            Files.createSymbolicLink(mount.at("link"), Path.of("target"));
            for (int i = 0; i < 50; i++) {
                assertThat(Files.readSymbolicLink(mount.at("link"))).isEqualTo(Path.of("target"));
            }
            assertThat(mount.session.statistics().requests(Opcode.READLINK)).isEqualTo(1);
        }
    }

    @Test
    void a_new_file_costs_few_requests() throws Exception {
        try (MountedMemory mount = MountedMemory.on(
                        directory, FuseOptions.builder().transport(transport).openMode(OpenMode.CACHED));
                Fd root = root()) {
            mount.write("warm-up", "x"); // lets the kernel learn what is not implemented
            mount.startCounting();
            try (Fd file = Open.openAt(root, "new", Open.O_RDWR | Open.O_CREAT | Open.O_EXCL, 0644)) {
                FileIo.writeFully(file, ByteBuffer.wrap(new byte[1_000]));
            }
            Map<Opcode, Long> requests = mount.requests();
            // GETATTR: the directory's, to check permissions, because the file before changed it.
            // GETXATTR: security.capability, once for each file that is written.
            assertThat(requests)
                    .isEqualTo(Map.of(
                            Opcode.LOOKUP,
                            1L,
                            Opcode.CREATE,
                            1L,
                            Opcode.GETATTR,
                            1L,
                            Opcode.GETXATTR,
                            1L,
                            Opcode.WRITE,
                            1L));
        }
    }

    @Test
    void attribute_names_that_are_not_there_are_asked_for_each_time_but_acls_once() throws Exception {
        try (MountedMemory mount = MountedMemory.on(directory, zero());
                Fd root = root()) {
            mount.files.put("a", "");
            Stat.statAt(root, "a");
            Xattr.getAt(root, "a", "system.posix_acl_access");
            mount.startCounting();
            for (int i = 0; i < 10; i++) {
                assertThat(Xattr.getAt(root, "a", "system.posix_acl_access")).isEmpty();
            }
            assertThat(mount.requests()).isEmpty();
        }
    }

    @Test
    void what_was_looked_up_is_forgotten_when_the_kernel_drops_it() throws Exception {
        try (MountedMemory mount = MountedMemory.on(directory, zero())) {
            Path path = mount.write("a", "x");
            long id = mount.files.idOf("a");
            assertThat(mount.files.lookupsOf(id)).isPositive();
            Files.delete(path);
            mount.files.awaitForgotten(id);
        }
    }
}
