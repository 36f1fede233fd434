package io.jfs.fuse.transport;

import static io.jfs.fuse.transport.MountedMemory.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.fuse.dispatch.FuseRequest;
import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.fuse.dispatch.OpenReply;
import io.jfs.fuse.wire.Opcode;
import io.jfs.fuse.wire.OpenFlags;
import io.jfs.linux.Attributes;
import io.jfs.linux.DataCopy;
import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileStat;
import io.jfs.linux.FileSystemStat;
import io.jfs.linux.FileType;
import io.jfs.linux.Links;
import io.jfs.linux.NativePath;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.linux.Sync;
import io.jfs.linux.Xattr;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of request through a real mount, with files opened by message and without; over any transport. */
@RequiresRoot
@RequiresFuse
abstract class EveryOperationContract {
    private final Transport transport;

    @TempDir
    Path directory;

    EveryOperationContract(Transport transport) {
        RequiredTransport.required(transport);
        this.transport = transport;
    }

    MountedMemory mounted(OpenMode mode) throws IOException {
        return MountedMemory.on(
                directory, FuseOptions.builder().transport(transport).openMode(mode));
    }

    Fd root() throws ErrnoException {
        return Open.open(directory, Open.O_RDONLY | Open.O_DIRECTORY, 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"ZERO", "CACHED"})
    void files_are_made_written_read_and_removed(OpenMode mode) throws Exception {
        try (MountedMemory mount = mounted(mode)) {
            assertThat(mount.session.openMode()).isEqualTo(mode);
            assertThat(mount.session.transport()).isEqualTo(transport);
            mount.write("a", "one");
            assertThat(mount.read("a")).isEqualTo("one");
            mount.write("a", "2"); // truncates
            assertThat(mount.read("a")).isEqualTo("2");
            Files.delete(mount.at("a"));
            assertThat(mount.at("a")).doesNotExist();
            assertThat(directory).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ZERO", "CACHED"})
    void megabytes_arrive_as_they_were(OpenMode mode) throws Exception {
        byte[] data = new byte[3_000_017];
        new Random(7).nextBytes(data);
        try (MountedMemory mount = mounted(mode)) {
            Files.write(mount.at("big"), data);
            run("sh", "-c", "echo 3 > /proc/sys/vm/drop_caches");
            assertThat(Files.readAllBytes(mount.at("big"))).isEqualTo(data);
            assertThat(mount.session.statistics().requests(Opcode.READ)).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ZERO", "CACHED"})
    void an_unlinked_open_file_is_still_there(OpenMode mode) throws Exception {
        try (MountedMemory mount = mounted(mode)) {
            Path path = mount.write("gone", "still");
            try (Fd file = Open.open(path, Open.O_RDWR, 0)) {
                Files.delete(path);
                ByteBuffer buffer = ByteBuffer.allocate(10);
                FileIo.pread(file, buffer, 0);
                assertThat(new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8))
                        .isEqualTo("still");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ZERO", "CACHED"})
    void all_types_of_files_are_made_and_listed(OpenMode mode) throws Exception {
        try (MountedMemory mount = mounted(mode);
                Fd root = root()) {
            mount.write("file", "x");
            Links.mkdirAt(root, "dir", 0751);
            Links.symlinkAt("some/where", root, "link");
            Links.mkfifoAt(root, "fifo", 0600);
            Links.mknodAt(root, "device", FileType.CHARACTER_DEVICE.bits() | 0640, 259, 70_000);
            Links.linkAt(root, "file", root, "other");

            assertThat(Directory.list(root))
                    .extracting(DirectoryEntry::name, DirectoryEntry::type)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("file", FileType.REGULAR),
                            org.assertj.core.groups.Tuple.tuple("other", FileType.REGULAR),
                            org.assertj.core.groups.Tuple.tuple("dir", FileType.DIRECTORY),
                            org.assertj.core.groups.Tuple.tuple("link", FileType.SYMLINK),
                            org.assertj.core.groups.Tuple.tuple("fifo", FileType.FIFO),
                            org.assertj.core.groups.Tuple.tuple("device", FileType.CHARACTER_DEVICE));
            assertThat(Links.readLinkAt(root, "link")).isEqualTo("some/where");
            FileStat device = Stat.statAt(root, "device");
            assertThat(device.rdevMajor()).isEqualTo(259);
            assertThat(device.rdevMinor()).isEqualTo(70_000);
            assertThat(Stat.statAt(root, "dir").permissions()).isEqualTo(0751);
            assertThat(Stat.statAt(root, "other").links()).isEqualTo(2);
            Links.removeDirectoryAt(root, "dir");
            assertThat(Stat.find(root, "dir")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ZERO", "CACHED"})
    void attributes_are_set_and_seen(OpenMode mode) throws Exception {
        try (MountedMemory mount = mounted(mode);
                Fd root = root()) {
            mount.write("f", "12345");
            Attributes.chmodAt(root, "f", 04711);
            Attributes.chownAt(root, "f", 12, 34);
            Attributes.setTimesAt(root, "f", 1_000, 0, -5, 0);
            try (Fd file = Open.openAt(root, "f", Open.O_RDWR, 0)) {
                FileIo.truncate(file, 3);
            }
            FileStat stat = Stat.statAt(root, "f");
            assertThat(stat.uid()).isEqualTo(12);
            assertThat(stat.gid()).isEqualTo(34);
            assertThat(stat.size()).isEqualTo(3);
            assertThat(stat.atimeSeconds()).isEqualTo(1_000);
            assertThat(mount.read("f")).isEqualTo("123");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ZERO", "CACHED"})
    void names_move_and_swap(OpenMode mode) throws Exception {
        try (MountedMemory mount = mounted(mode);
                Fd root = root()) {
            mount.write("a", "A");
            mount.write("b", "B");
            Links.mkdirAt(root, "d", 0755);
            Links.renameAt2(root, "a", root, "b", Links.RENAME_EXCHANGE);
            assertThat(mount.read("a")).isEqualTo("B");
            assertThatThrownBy(() -> Links.renameAt2(root, "a", root, "b", Links.RENAME_NOREPLACE))
                    .isInstanceOf(ErrnoException.class)
                    .hasMessageContaining("EEXIST");
            Links.renameAt(root, "a", root, "d/c");
            assertThat(mount.read("d/c")).isEqualTo("B");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ZERO", "CACHED"})
    void extended_attributes_come_and_go(OpenMode mode) throws Exception {
        try (MountedMemory mount = mounted(mode);
                Fd root = root()) {
            mount.write("f", "");
            byte[] value = new byte[60_000];
            new Random(3).nextBytes(value);
            Xattr.setAt(root, "f", "user.one", value);
            Xattr.setAt(root, "f", "user.two", new byte[0]);
            assertThat(Xattr.getAt(root, "f", "user.one")).hasValue(value);
            assertThat(Xattr.getAt(root, "f", "user.two")).hasValue(new byte[0]);
            assertThat(Xattr.getAt(root, "f", "user.three")).isEmpty();
            assertThat(Xattr.listAt(root, "f")).contains("user.one", "user.two");
            Xattr.removeAt(root, "f", "user.one");
            assertThat(Xattr.getAt(root, "f", "user.one")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ZERO", "CACHED"})
    void large_directories_are_listed_whole_with_any_name(OpenMode mode) throws Exception {
        try (MountedMemory mount = mounted(mode);
                Fd root = root()) {
            Set<String> names = new HashSet<>();
            for (int i = 0; i < 1_000; i++) {
                names.add("file-with-a-longer-name-" + "x".repeat(i % 200) + i);
            }
            names.add(NativePath.decode(new byte[] {'r', (byte) 0xff, 'w'}));
            names.add("ünï");
            names.forEach(name -> mount.files.put(name, name));
            for (int pass = 0; pass < 2; pass++) {
                List<DirectoryEntry> listed = Directory.list(root);
                assertThat(listed).hasSize(names.size());
                assertThat(listed).extracting(DirectoryEntry::name).containsExactlyInAnyOrderElementsOf(names);
            }
            String odd = NativePath.decode(new byte[] {'r', (byte) 0xff, 'w'});
            assertThat(Stat.statAt(root, odd).size()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ZERO", "CACHED"})
    void ranges_are_allocated_punched_sought_and_copied(OpenMode mode) throws Exception {
        try (MountedMemory mount = mounted(mode);
                Fd root = root()) {
            mount.write("from", "0123456789");
            mount.write("to", "");
            try (Fd from = Open.openAt(root, "from", Open.O_RDWR, 0);
                    Fd to = Open.openAt(root, "to", Open.O_RDWR, 0)) {
                DataCopy.allocate(from, 0, 20);
                DataCopy.punchHole(from, 2, 3);
                assertThat(DataCopy.seekData(from, 5)).isEqualTo(5);
                assertThat(DataCopy.seekHole(from, 5)).isEqualTo(20);
                DataCopy.copyContents(from, to, 20);
                Sync.fsync(to);
                Sync.syncFileSystem(to);
            }
            assertThat(mount.read("to")).isEqualTo("01\0\0\0" + "56789" + "\0".repeat(10));
            assertThat(mount.files.synced).isGreaterThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ZERO", "CACHED"})
    void files_without_a_name_can_be_given_one(OpenMode mode) throws Exception {
        try (MountedMemory mount = mounted(mode);
                Fd root = root()) {
            try (Fd file = Open.openAt(root, ".", Open.O_TMPFILE | Open.O_RDWR, 0640)) {
                FileIo.writeFully(file, ByteBuffer.wrap("nameless".getBytes(StandardCharsets.UTF_8)));
                Links.linkFd(file, root, "named");
            }
            assertThat(mount.read("named")).isEqualTo("nameless");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ZERO", "CACHED"})
    void space_is_told(OpenMode mode) throws Exception {
        try (MountedMemory mount = mounted(mode);
                Fd root = root()) {
            FileSystemStat space = Stat.fileSystem(root);
            assertThat(space.type()).isEqualTo(FileSystemStat.FUSE);
            assertThat(space.blocks()).isEqualTo(1_000);
            assertThat(space.availableBlocks()).isEqualTo(500);
            assertThat(space.maxNameBytes()).isEqualTo(200);
            assertThat(mount.session.statistics().requests(Opcode.STATFS)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ZERO", "CACHED"})
    void device_commands_get_through(OpenMode mode) throws Exception {
        String call = "open(F, '<', $ARGV[0]); my $b = pack('i', 0);"
                + "ioctl(F, " + Integer.toUnsignedString(MemoryFileSystem.FICTIONAL_IOCTL) + ", $b) or die $!;"
                + "print unpack('i', $b)";
        try (MountedMemory mount = mounted(mode)) {
            Path path = mount.write("f", "");
            assertThat(run("perl", "-e", call, path.toString())).isEqualTo("4711");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ZERO", "CACHED"})
    void directories_are_opened_by_message_where_that_is_wanted(OpenMode mode) throws Exception {
        MemoryFileSystem files = new MemoryFileSystem() {
            @Override
            public void opendir(FuseRequest request, int flags, OpenReply reply) {
                reply.handle(5).flags(OpenFlags.CACHE_DIR | OpenFlags.KEEP_CACHE);
            }
        };
        FuseOptions.Builder options =
                FuseOptions.builder().transport(transport).openMode(mode).zeroMessageOpendir(false);
        try (MountedMemory mount = MountedMemory.on(directory, options, files);
                Fd root = root()) {
            mount.write("f", "");
            assertThat(Directory.list(root)).hasSize(1);
            assertThat(mount.session.statistics().requests(Opcode.OPENDIR)).isPositive();
        }
    }
}
