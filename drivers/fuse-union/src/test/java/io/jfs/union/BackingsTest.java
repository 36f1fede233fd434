package io.jfs.union;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One node has one backing file while it is open. */
@RequiresRoot
final class BackingsTest {
    /** Remembers which inode has which number. */
    private final Map<Long, Long> registered = new HashMap<>();

    /** What was put into the cache. */
    private final Map<Long, String> preloaded = new HashMap<>();

    private int preloadLimit;
    private long last;
    private Layering layers;
    private UnionTree tree;
    private Union union;

    @BeforeEach
    void make_layers() throws IOException {
        layers = new Layering();
        Files.writeString(layers.newLower().resolve("file"), "lower");
        tree = new UnionTree(Union.open(layers.options()), true);
        union = tree.union();
        union.useBackings(new BackingRegistry() {
            @Override
            public int register(Fd file) throws IOException {
                registered.put(++last, Stat.stat(file).inode());
                return (int) last;
            }

            @Override
            public int preloadLimit() {
                return preloadLimit;
            }

            @Override
            public void preload(long node, ByteBuffer data) {
                assertThat(preloaded.put(node, UTF_8.decode(data).toString())).isNull();
            }

            @Override
            public void release(int backing) {
                assertThat(registered.remove((long) backing)).isNotNull();
            }
        });
    }

    @AfterEach
    void remove_layers() throws IOException {
        tree.close();
        layers.close();
        assertThat(registered).isEmpty();
    }

    private static void assertStale(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ESTALE));
    }

    @Test
    void a_file_is_registered_once_until_it_is_copied_up() throws IOException {
        long node = tree.walk("file");
        long first = union.openBacked(node, Open.O_RDONLY);
        assertThat(union.openBacked(node, Open.O_RDONLY)).isEqualTo(first);
        union.releaseBacked(node, 0);
        union.releaseBacked(node, 0);
        long second = union.openBacked(node, Open.O_RDWR);
        assertThat(second).isNotEqualTo(first);
        assertThat(registered).containsOnlyKeys(second);
        union.releaseBacked(node, 0);
    }

    @Test
    void a_file_open_from_a_lower_layer_gets_another_node_when_it_is_written() throws IOException {
        long node = tree.walk("file");
        long inode = tree.inode("file");
        long lower = union.openBacked(node, Open.O_RDONLY);
        assertStale(() -> union.openBacked(node, Open.O_RDWR));
        long fresh = tree.walk("file");
        assertThat(fresh).isNotEqualTo(node);
        assertThat(tree.inode("file")).isEqualTo(inode);
        long upper = union.openBacked(fresh, Open.O_RDWR);
        assertThat(registered.get(upper)).isNotEqualTo(registered.get(lower));
        assertStale(() -> union.openBacked(node, Open.O_RDONLY));
        tree.chmod("file", 0600);
        Attributes old = new Attributes();
        union.getAttributes(node, old);
        assertThat(old.mode() & 07777).isEqualTo(0600);
        union.releaseBacked(fresh, 0);
        union.releaseBacked(node, 0);
    }

    @Test
    void attributes_are_set_although_it_is_open() throws IOException {
        long node = tree.walk("file");
        union.openBacked(node, Open.O_RDONLY);
        Attributes out = new Attributes();
        union.setAttributes(node, Union.NO_HANDLE, new AttributeChange().mode(0640), out);
        assertThat(out.mode() & 07777).isEqualTo(0640);
        assertThat(tree.describe("file")).contains(" 640 ");
        assertThat(tree.walk("file")).isNotEqualTo(node);
        union.releaseBacked(node, 0);
    }

    @Test
    void a_small_file_of_a_lower_layer_is_put_into_the_cache_once() throws IOException {
        preloadLimit = 5;
        long node = tree.walk("file");
        for (int i = 0; i < 3; i++) {
            assertThat(union.openBacked(node, Open.O_RDONLY)).isEqualTo(Union.NO_HANDLE);
            union.releaseBacked(node, Union.NO_HANDLE);
        }
        assertThat(preloaded).containsExactly(Map.entry(node, "lower"));
        assertThat(registered).isEmpty();
    }

    @Test
    void a_file_open_from_the_cache_is_written_by_handle_and_keeps_its_node() throws IOException {
        preloadLimit = 5;
        long node = tree.walk("file");
        union.openBacked(node, Open.O_RDONLY);
        long writer = union.openBacked(node, Open.O_RDWR);
        assertThat(writer).isNegative();
        assertThat(tree.walk("file")).isEqualTo(node);
        long reader = union.openBacked(node, Open.O_RDONLY);
        assertThat(reader).isNegative();
        union.write(node, -writer, 0, ByteBuffer.wrap("UPPER".getBytes(UTF_8)), false);
        ByteBuffer seen = ByteBuffer.allocate(10);
        union.read(node, Union.NO_HANDLE, 0, seen);
        assertThat(UTF_8.decode(seen.flip()).toString()).isEqualTo("UPPER");
        union.releaseBacked(node, writer);
        union.releaseBacked(node, reader);
        union.releaseBacked(node, Union.NO_HANDLE);
    }

    @Test
    void a_small_file_is_registered_once_it_is_written_and_nobody_reads_it() throws IOException {
        preloadLimit = 5;
        long node = tree.walk("file");
        union.openBacked(node, Open.O_RDONLY);
        union.releaseBacked(node, Union.NO_HANDLE);
        long writer = union.openBacked(node, Open.O_WRONLY);
        assertThat(registered).containsOnlyKeys(writer);
        assertThat(union.openBacked(node, Open.O_RDONLY)).isEqualTo(writer);
    }

    @Test
    void a_file_beyond_the_limit_is_not_put_into_the_cache() throws IOException {
        preloadLimit = 4;
        assertThat(union.openBacked(tree.walk("file"), Open.O_RDONLY)).isPositive();
        assertThat(preloaded).isEmpty();
    }
}
