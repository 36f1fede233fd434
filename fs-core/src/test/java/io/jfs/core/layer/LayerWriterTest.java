package io.jfs.core.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.Change;
import io.jfs.core.ChangeKind;
import io.jfs.core.driver.ApplyTarget;
import io.jfs.linux.Attributes;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileType;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.linux.Xattr;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LayerWriterTest {
    private static final int CREATE = Open.O_RDWR | Open.O_CREAT | Open.O_EXCL;

    @RegisterExtension
    final WorkDirectory work = new WorkDirectory();

    private Path tree;
    private Fd root;

    @BeforeAll
    static void needs() {
        Needs.root();
    }

    @BeforeEach
    void open() throws IOException {
        tree = Files.createDirectories(work.resolve("tree"));
        root = Open.open(tree, Open.O_RDONLY | Open.O_DIRECTORY, 0);
    }

    @AfterEach
    void close() {
        root.close();
    }

    private void file(String name, String content) throws IOException {
        try (Fd file = Open.openAt(root, name, CREATE, 0_644)) {
            FileIo.writeFully(file, ByteBuffer.wrap(TarBuilder.bytes(content)));
            Attributes.setTimes(file, 5, 0, 1_700_000_000, 0);
        }
    }

    private byte[] write(Change... changes) throws IOException {
        return write(List.of(changes));
    }

    private byte[] write(List<Change> changes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LayerWriter.write(root, changes, out);
        return out.toByteArray();
    }

    private static Change added(String path) {
        return new Change(ChangeKind.ADDED, path);
    }

    private static Change deleted(String path) {
        return new Change(ChangeKind.DELETED, path);
    }

    private static List<String> paths(byte[] tar) throws IOException {
        List<String> paths = new ArrayList<>();
        LayerTar.read(new ByteArrayInputStream(tar), (entry, _) -> paths.add(entry.path()));
        return paths;
    }

    /** Files of all kinds with all that a tar finds hard to say. */
    private void fill() throws IOException {
        file("a", "content");
        file("b\uDCFF\uDCFE", "name that is no text");
        file("ü", "name that is not ASCII");
        file("n".repeat(100), "name of a hundred");
        file("n".repeat(255), "name of the longest");
        file("\uDCFF".repeat(200), "long name that is no text");
        Links.mkdirAt(root, "z", 0_755);
        Links.mkdirAt(root, "m", 0_2751);
        try (Fd dir = Open.openAt(root, "m", Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            Links.linkAt(root, "a", dir, "a");
            Links.symlinkAt("t".repeat(300), dir, "long");
            Links.linkAt(dir, "long", dir, "longer");
            Links.symlinkAt("\uDCFF", dir, "bytes");
            Links.mknodAt(dir, "null", FileType.CHARACTER_DEVICE.bits() | 0_666, 1, 3);
            Links.mknodAt(dir, "disk", FileType.BLOCK_DEVICE.bits() | 0_660, 259, 70_000);
            Links.mkfifoAt(dir, "pipe", 0_600);
            Attributes.chownAt(dir, "long", 3_000_000, -2);
            Attributes.setTimesAt(dir, "long", 0, 0, -7, 5);
            Xattr.set(dir, "user.empty", new byte[0]);
            Xattr.set(dir, "user.binary", new byte[] {0, -1, 10, 61});
            Xattr.set(dir, "trusted.overlay.opaque", new byte[] {'y'});
            Xattr.set(dir, "trusted.other", new byte[] {1});
        }
        Attributes.chownAt(root, "ü", 70_000, 5);
        Attributes.chmodAt(root, "ü", 0_6755);
        Attributes.setTimesAt(root, "m", 0, 0, 1_700_000_000, 123_456_789);
        Attributes.setTimesAt(root, "z", 0, 0, 20_000_000_000L, 0);
    }

    @Test
    void a_tree_comes_back_as_it_was() throws IOException {
        fill();
        byte[] tar = write(TreeText.allAdded(root));
        for (TargetKind kind : TargetKind.values()) {
            var back = kind.apply(work.resolve(kind.name()), List.of(tar));
            var expected = TreeText.of(root);
            back.remove("/");
            expected.remove("/");
            assertThat(back).isEqualTo(expected);
        }
    }

    @Test
    void the_same_tree_gives_the_same_bytes() throws IOException {
        fill();
        byte[] once = write(TreeText.allAdded(root));
        assertThat(write(TreeText.allAdded(root))).isEqualTo(once);
        assertThat(new String(once, StandardCharsets.ISO_8859_1)).doesNotContain("root\0");
    }

    @Test
    void gnu_tar_reads_it() throws IOException, InterruptedException {
        Needs.program("/usr/bin/tar");
        fill();
        Path archive = work.resolve("archive.tar");
        Files.write(archive, write(TreeText.allAdded(root)));
        Path copy = Files.createDirectories(work.resolve("copy"));
        Process process = new ProcessBuilder(
                        "/usr/bin/tar",
                        "-x",
                        "-p",
                        "--xattrs",
                        "--xattrs-include=*",
                        "--numeric-owner",
                        "-f",
                        archive.toString())
                .directory(copy.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        var back = TreeText.of(copy);
        var expected = TreeText.of(root);
        back.remove("/");
        expected.remove("/");
        assertThat(back).isEqualTo(expected);
    }

    @Test
    void whiteouts_come_before_all_else_in_their_directory() throws IOException {
        Links.mkdirAt(root, "a", 0_755);
        try (Fd dir = Open.openAt(root, "a", Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            Links.symlinkAt("t", dir, "x");
        }
        file("c", "");
        byte[] tar = write(deleted("/a/d"), added("/a/x"), deleted("/a/y"), deleted("/b"), added("/c"), deleted("/d"));
        assertThat(paths(tar)).containsExactly(".wh.b", ".wh.d", "a", "a/.wh.d", "a/.wh.y", "a/x", "c");
    }

    @Test
    void a_whiteout_is_an_empty_file_of_the_epoch() throws IOException {
        TarEntry entry = new LayerTar(new ByteArrayInputStream(write(deleted("/b"))), LayerLimits.DEFAULT)
                .next()
                .orElseThrow();
        assertThat(entry.toString())
                .startsWith(
                        "TarEntry[path=.wh.b, type=REGULAR, mode=0, uid=0, gid=0, size=0, mtimeSeconds=0, mtimeNanos=0");
    }

    @Test
    void the_root_is_written_only_if_it_changed() throws IOException {
        file("a", "");
        assertThat(paths(write(added("/a")))).containsExactly("a");
        assertThat(paths(write(new Change(ChangeKind.MODIFIED, "/"), added("/a"))))
                .containsExactly("", "a");
    }

    @Test
    void nothing_changed_is_an_empty_archive() throws IOException {
        assertThat(write()).isEqualTo(new byte[1024]);
    }

    @Test
    void a_file_named_like_a_whiteout_is_an_error() throws IOException {
        file(".wh.x", "");
        assertThatThrownBy(() -> write(added("/.wh.x")))
                .isInstanceOf(LayerException.class)
                .hasMessageContaining(".wh.x");
    }

    @Test
    void a_device_0_0_is_an_error() throws IOException {
        Links.mknodAt(root, "x", FileType.CHARACTER_DEVICE.bits(), 0, 0);
        assertThatThrownBy(() -> write(added("/x"))).hasMessageStartingWith("entry x: character device 0/0");
    }

    @Test
    void sockets_are_left_out() throws IOException {
        Links.mknodAt(root, "s", FileType.SOCKET.bits() | 0_600, 0, 0);
        file("t", "");
        assertThat(paths(write(added("/s"), added("/t")))).containsExactly("t");
    }

    @Test
    void a_missing_file_is_an_error_that_names_it() {
        assertThatThrownBy(() -> write(added("/gone")))
                .isInstanceOf(LayerException.class)
                .hasMessageStartingWith("entry gone: ");
    }

    @Test
    void holes_become_zeros_and_a_sparse_entry_becomes_holes() throws IOException {
        try (Fd file = Open.openAt(root, "sparse", CREATE, 0_644)) {
            FileIo.pwriteFully(file, ByteBuffer.wrap(new byte[] {1}), 1 << 20);
        }
        byte[] tar = write(added("/sparse"));
        assertThat(tar).hasSizeGreaterThan(1 << 20);
        TarBuilder.Item item = new TarBuilder.Item("sparse", '0')
                .pax("GNU.sparse.size", "1048577")
                .pax("GNU.sparse.map", "1048576,1");
        item.body = new byte[] {1};
        Path copy = Files.createDirectories(work.resolve("copy"));
        new LayerApplier(new ApplyTarget.MergedTree(copy), LayerLimits.DEFAULT)
                .apply(new TarBuilder().add(item).stream());
        try (Fd file = Open.open(copy.resolve("sparse"), Open.O_RDONLY, 0)) {
            assertThat(Stat.stat(file).size()).isEqualTo((1 << 20) + 1);
            assertThat(Stat.stat(file).blocks()).isLessThanOrEqualTo(16);
        }
    }

    @Test
    void a_large_file_streams_through() throws IOException {
        long size = 128L << 20;
        TarBuilder.Item item = new TarBuilder.Item("big", '0');
        item.size = size;
        byte[] header = TarBuilder.header(item);
        InputStream tar = new InputStream() {
            private long position;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                long left = 512 + size + 1024 - position;
                if (left == 0) {
                    return -1;
                }
                int count = (int) Math.min(length, left);
                Arrays.fill(target, offset, offset + count, (byte) 0);
                if (position == 0) {
                    count = header.length;
                    System.arraycopy(header, 0, target, offset, count);
                }
                position += count;
                return count;
            }
        };
        var result = new LayerApplier(new ApplyTarget.MergedTree(tree), LayerLimits.DEFAULT).apply(tar);
        assertThat(result.usage().bytes()).isEqualTo(size);
        assertThat(result.bytes()).isEqualTo(512 + size + 1024);
        long[] written = {0};
        Runtime.getRuntime().gc();
        long before = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        long[] most = {before};
        LayerWriter.write(root, List.of(added("/big")), new OutputStream() {
            @Override
            public void write(int b) {
                written[0]++;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                written[0] += length;
                most[0] = Math.max(
                        most[0],
                        Runtime.getRuntime().totalMemory()
                                - Runtime.getRuntime().freeMemory());
            }
        });
        assertThat(written[0]).isEqualTo(512 + size + 1024);
        assertThat(most[0] - before).as("heap growth").isLessThan(64 << 20);
    }
}
