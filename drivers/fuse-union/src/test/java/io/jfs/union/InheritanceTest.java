package io.jfs.union;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** New files get from their directory what they get in the kernel's overlay: in place, and over a whiteout. */
@RequiresRoot
final class InheritanceTest {
    private static final String DEFAULT = "system.posix_acl_default";

    private interface Script {
        void on(Tree tree) throws IOException;
    }

    private static void assertSame(Script script) throws IOException {
        try (Layering layers = new Layering()) {
            Path lower = layers.newLower();
            Files.createDirectory(lower.resolve("d"));
            Files.writeString(lower.resolve("d/file"), "lower");
            Files.createDirectory(lower.resolve("d/sub"));
            try (UnionTree union = layers.union();
                    KernelTree kernel = layers.kernel()) {
                script.on(union);
                script.on(kernel);
                assertThat(union.dump()).isEqualTo(kernel.dump());
            }
        }
    }

    /** user::rwx, user:5:rw, group::r-x, mask::rwx, other::--- as linux/posix_acl_xattr.h has it. */
    private static byte[] acl() {
        int[][] entries = {{1, 7, -1}, {2, 6, 5}, {4, 5, -1}, {0x10, 7, -1}, {0x20, 0, -1}};
        ByteBuffer bytes = ByteBuffer.allocate(4 + entries.length * 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(2);
        for (int[] entry : entries) {
            bytes.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]);
        }
        return bytes.array();
    }

    private static void makeNew(Tree tree) throws IOException {
        tree.file("d/new", 0666, "x");
        tree.file("d/private", 0600, "x");
        tree.mkdir("d/directory", 0777);
        tree.symlink("d/link", "new");
        tree.mknod("d/fifo", 0010666, 0, 0);
        tree.file("d/directory/inside", 0666, "x");
        tree.unlink("d/file");
        tree.file("d/file", 0666, "x");
        tree.rmdir("d/sub");
        tree.mkdir("d/sub", 0777);
        tree.file("d/sub/inside", 0640, "x");
    }

    @Test
    void a_default_acl_is_inherited() throws IOException {
        assertSame(tree -> {
            tree.setXattr("d", DEFAULT, acl());
            makeNew(tree);
        });
    }

    @Test
    void a_set_group_id_directory_gives_its_group() throws IOException {
        assertSame(tree -> {
            tree.chown("d", 3, 7);
            tree.chmod("d", 02775);
            makeNew(tree);
        });
    }

    @Test
    void the_umask_is_applied() throws IOException {
        assertSame(InheritanceTest::makeNew);
    }

    @Test
    void set_id_bits_are_kept_and_lost_as_in_the_kernel() throws IOException {
        assertSame(tree -> {
            tree.file("d/suid", 06755, "x");
            tree.file("d/lost", 06755, "x");
            tree.chown("d/lost", 5, 5);
            tree.mkdir("d/sgid", 03777);
        });
    }

    @Test
    void a_default_acl_and_a_group_together() throws IOException {
        assertSame(tree -> {
            tree.chown("d", 3, 7);
            tree.chmod("d", 02775);
            tree.setXattr("d", DEFAULT, acl());
            makeNew(tree);
        });
    }
}
