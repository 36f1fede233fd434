package io.jfs.union.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;
import io.jfs.linux.NativePath;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file itself: what its bytes are, and that what was written is read. */
final class IndexFormatTest {
    private static final IndexKey KEY = new IndexKey(
            true,
            false,
            true,
            0x0102030405060708L,
            List.of(new RootIdentity(2, 0, 7, 1000, 1, 2000, 2), new RootIdentity(3, 1, 8, 3000, 3, 4000, 4)));

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("index");
    }

    private static FileStat stat(FileType type, long inode, long size, long rdev) {
        return new FileStat(
                type.bits() | 0640, 1, 2, size, 8, inode, 99, rdev, 1, -5, 6, 1_700_000_000L, 8, 10, 999_999_999, 0);
    }

    private void write() throws IOException {
        try (IndexWriter out = IndexWriter.begin(file(), KEY)) {
            NewDirectory inside = new NewDirectory(List.of(Place.below(1), new Place(2, Optional.of("/old/etc"))));
            inside.add(new NewEntry("null", stat(FileType.CHARACTER_DEVICE, 7, 0, 0x103), 2, false, ""));
            int at = out.write(inside);
            NewDirectory root = new NewDirectory(List.of(Place.below(1), Place.below(2)));
            root.add(new NewEntry("link", stat(FileType.SYMLINK, 5, 3, 0), 1, true, "etc"));
            int etc = root.add(new NewEntry("etc", stat(FileType.DIRECTORY, 6, 4096, 0), 1, false, ""));
            root.setInside(etc, at);
            IndexSummary summary = out.finish(out.write(root), true);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                    .isEqualTo("rw-------");
            assertThat(summary).isEqualTo(new IndexSummary(3, Files.size(file())));
        }
    }

    @Test
    void every_byte_is_as_the_page_of_the_format_says() throws IOException {
        write();
        String golden = """
                6a6673756e696f6e010000008800000010020000000000000300000000000000
                240000000d00000002000000f2250c1d08070605040302010200000000000000
                e803000000000000d00700000000000001000000020000000000000007000000
                0300000000000000b80b000000000000a00f0000000000000300000004000000
                010000000800000093b386dd98000000010000000200000001000000ffffffff
                00000000020000000c00000008000000a44b0777070000000000000000000000
                00000000080000000000000000f1536500000000fbffffffffffffff0a000000
                000000000800000006000000ffc99a3ba0210200010000000200000001000000
                0400000000000000040000006e756c6c03010000000000002f6f6c642f657463
                5c824afff0000000020000000200000001000000ffffffff0000000002000000
                ffffffff000000004d249c8d6906db0d06000000000000000010000000000000
                080000000000000000f1536500000000fbffffffffffffff0a00000000000000
                0800000006000000ffc99a3ba041010001000000020000000100000011000000
                0700000003000000050000000000000003000000000000000800000000000000
                00f1536500000000fbffffffffffffff0a000000000000000800000006000000
                ffc99a3ba0a10100010000000200000001000000040000000000000004010300
                6c696e6b657463657463000000000000
                """;
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(file())).replaceAll("(.{64})", "$1\n"))
                .isEqualTo(golden.strip());
    }

    @Test
    void what_was_written_is_read() throws IOException {
        write();
        try (IndexFile index = IndexFile.open(file(), KEY)) {
            IndexDirectory root = index.root();
            assertThat(index.entries()).isEqualTo(3);
            assertThat(index.rootHasNoXattrs()).isTrue();
            int link = find(root, "link");
            assertThat(root.target(link)).contains("etc");
            assertThat(root.hasNoXattrs(link)).isTrue();
            int etc = find(root, "etc");
            assertThat(root.stat(etc, 99)).isEqualTo(stat(FileType.DIRECTORY, 6, 4096, 0));
            assertThat(root.hasNoXattrs(etc)).isFalse();
            IndexDirectory inside = root.inside(etc);
            assertThat(inside.places()).containsExactly(Place.below(1), new Place(2, Optional.of("/old/etc")));
            assertThat(inside.stat(find(inside, "null"), 99)).isEqualTo(stat(FileType.CHARACTER_DEVICE, 7, 0, 0x103));
            assertThat(inside.layer(0)).isEqualTo(2);
            assertThat(find(inside, "nul")).isNegative();
        }
    }

    private static int find(IndexDirectory directory, String name) {
        byte[] bytes = NativePath.encode(name);
        return directory.find(bytes, bytes.length);
    }

    /** These collide in pairs under 32 bits of FNV-1a among so many; ordered by name then. */
    @Test
    void a_directory_of_many_names_finds_each() throws IOException {
        int count = 200_000;
        try (IndexWriter out = IndexWriter.begin(file(), KEY)) {
            NewDirectory root = new NewDirectory(List.of(Place.below(1), Place.below(2)));
            for (int i = 0; i < count; i++) {
                root.add(new NewEntry("name" + i, stat(FileType.REGULAR, i, i, 0), 1, true, ""));
            }
            out.finish(out.write(root), true);
        }
        try (IndexFile index = IndexFile.open(file(), KEY)) {
            IndexDirectory root = index.root();
            for (int i = 0; i < count; i++) {
                assertThat(root.inode(find(root, "name" + i))).isEqualTo(i);
            }
            assertThat(find(root, "name" + count)).isNegative();
        }
    }

    @Test
    void finding_makes_no_garbage() throws IOException {
        write();
        byte[] there = NativePath.encode("etc");
        byte[] missing = NativePath.encode("missing");
        try (IndexFile index = IndexFile.open(file(), KEY)) {
            IndexDirectory root = index.root();
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            int found = 0;
            for (int i = 0; i < 200_000; i++) {
                found += root.find(there, there.length) >= 0 ? 1 : 0;
                found += root.find(missing, missing.length) >= 0 ? 1 : 0;
            }
            long made = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(found).isEqualTo(200_000);
            assertThat(made).isLessThan(100_000);
        }
    }
}
