package io.jfs.linux;

import static io.jfs.linux.OpenTest.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.linux.mount.MountInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatTest {
    @TempDir
    Path temp;

    private Fd dir;

    @BeforeEach
    void open() throws Exception {
        dir = Trees.directory(temp);
    }

    @AfterEach
    void close() {
        dir.close();
    }

    @Test
    void all_attributes_agree_with_what_java_reads() throws Exception {
        Trees.write(dir, "file", "hello");
        Links.linkAt(dir, "file", dir, "second");
        Attributes.chmodAt(dir, "file", 04751);
        Map<String, Object> unix = Files.readAttributes(temp.resolve("file"), "unix:*");
        FileStat stat = Stat.statAt(dir, "file");
        assertThat(stat.mode()).isEqualTo(unix.get("mode")).isEqualTo(0104751);
        assertThat(stat.permissions()).isEqualTo(04751);
        assertThat(stat.uid()).isEqualTo(unix.get("uid"));
        assertThat(stat.gid()).isEqualTo(unix.get("gid"));
        assertThat(stat.size()).isEqualTo(5);
        assertThat(stat.blocks()).isEqualTo(8);
        assertThat(stat.inode()).isEqualTo(unix.get("ino"));
        assertThat(stat.device()).isEqualTo(unix.get("dev"));
        assertThat(stat.links()).isEqualTo(2);
        assertThat(stat.rdev()).isZero();
        assertThat(stat.type()).isSameAs(FileType.REGULAR);
    }

    @Test
    void times_have_nanoseconds_and_may_lie_before_1970() throws Exception {
        Trees.write(dir, "file", "");
        Attributes.setTimesAt(dir, "file", -5, 999_999_999, 1_700_000_000, 123_456_789);
        FileStat stat = Stat.statAt(dir, "file");
        assertThat(stat.atimeSeconds()).isEqualTo(-5);
        assertThat(stat.atimeNanos()).isEqualTo(999_999_999);
        assertThat(stat.mtimeSeconds()).isEqualTo(1_700_000_000);
        assertThat(stat.mtimeNanos()).isEqualTo(123_456_789);
        assertThat(stat.ctimeSeconds()).isGreaterThan(1_700_000_000);
    }

    @Test
    void a_symbolic_link_is_never_followed() throws Exception {
        Links.symlinkAt("nowhere", dir, "link");
        FileStat stat = Stat.statAt(dir, "link");
        assertThat(stat.isSymlink()).isTrue();
        assertThat(stat.isRegular()).isFalse();
        assertThat(stat.size()).isEqualTo("nowhere".length());
    }

    @Test
    void an_open_file_and_its_name_are_the_same_file() throws Exception {
        Trees.write(dir, "file", "x");
        try (Fd file = Open.openAt(dir, "file", Open.O_PATH, 0)) {
            assertThat(Stat.stat(file).isSameFile(Stat.statAt(dir, "file"))).isTrue();
            assertThat(Stat.stat(file).isSameFile(Stat.stat(dir))).isFalse();
        }
    }

    @Test
    void a_missing_entry_is_empty_or_an_error() throws Exception {
        assertThat(Stat.find(dir, "missing")).isEmpty();
        assertThat(Stat.find(dir, ".")).map(FileStat::isDirectory).hasValue(true);
        assertErrno(Errno.ENOENT, () -> Stat.statAt(dir, "missing"));
        Trees.write(dir, "file", "");
        assertErrno(Errno.ENOTDIR, () -> Stat.find(dir, "file/x"));
    }

    @Test
    void a_device_file_has_its_numbers() throws Exception {
        try (Fd dev = Open.open(Path.of("/dev"), Open.O_PATH, 0)) {
            FileStat stat = Stat.statAt(dev, "null");
            assertThat(stat.type()).isSameAs(FileType.CHARACTER_DEVICE);
            assertThat(stat.rdevMajor()).isEqualTo(1);
            assertThat(stat.rdevMinor()).isEqualTo(3);
        }
    }

    @Test
    void the_mount_id_is_the_one_of_mountinfo() throws Exception {
        try (Fd proc = Open.open(Path.of("/proc"), Open.O_PATH, 0)) {
            long id = MountInfo.at(Path.of("/proc")).orElseThrow().id();
            assertThat(Stat.stat(proc).mountId()).isEqualTo(id);
        }
    }

    @Test
    void a_filesystem_has_a_type_and_space() throws Exception {
        FileSystemStat stat = Stat.fileSystem(dir);
        assertThat(stat.blockSize()).isPositive();
        assertThat(stat.blocks()).isGreaterThanOrEqualTo(stat.freeBlocks());
        assertThat(stat.freeBlocks()).isGreaterThanOrEqualTo(stat.availableBlocks());
        assertThat(stat.maxNameBytes()).isEqualTo(255);
        assertThat(stat.isReadOnly()).isFalse();
        try (Fd proc = Open.open(Path.of("/proc"), Open.O_PATH, 0)) {
            assertThat(Stat.fileSystem(proc).type()).isEqualTo(0x9fa0);
        }
    }

    @Test
    void types_are_known_by_mode_and_by_directory_entry() {
        for (FileType type : FileType.values()) {
            assertThat(FileType.ofMode(type.bits() | 0777)).isSameAs(type);
            assertThat(FileType.ofDirent(type.bits() >> 12)).isSameAs(type);
        }
    }

    @Test
    void device_numbers_survive_packing() {
        int[][] numbers = {{0, 0}, {1, 3}, {259, 65_537}, {0xfff, 0xf_ffff}, {0x12345, 0xabcdef}, {-1, -1}};
        for (int[] pair : numbers) {
            long device = Devices.makedev(pair[0], pair[1]);
            assertThat(Devices.major(device)).isEqualTo(pair[0]);
            assertThat(Devices.minor(device)).isEqualTo(pair[1]);
        }
        assertThat(Devices.makedev(8, 1)).isEqualTo(0x801);
    }
}
