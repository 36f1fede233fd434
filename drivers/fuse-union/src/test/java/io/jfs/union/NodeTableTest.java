package io.jfs.union;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.linux.Fd;
import io.jfs.linux.FileType;
import io.jfs.linux.NativePath;
import io.jfs.union.layer.DescriptorFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Nodes by id, entries by name. */
final class NodeTableTest {
    private final NodeTable table = new NodeTable();

    private Node add() {
        return table.add(id -> new Node(id, FileType.REGULAR, 0, new DescriptorFile(Fd.cwd()), null, null));
    }

    @Test
    void the_first_id_is_the_roots() {
        assertThat(add().id).isEqualTo(Union.ROOT);
    }

    @Test
    void an_id_is_never_used_again() {
        List<Long> used = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Node node = add();
            used.add(node.id);
            table.remove(node);
            assertThat(table.find(node.id)).isNull();
        }
        assertThat(used).doesNotHaveDuplicates();
        assertThat(table.size()).isZero();
    }

    @Test
    void it_grows() {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            nodes.add(add());
        }
        for (Node node : nodes) {
            assertThat(table.find(node.id)).isSameAs(node);
        }
        assertThat(table.find(1L << 31)).isNull();
        assertThat(table.find(-1)).isNull();
        assertThat(table.find(0)).isNull();
    }

    @Test
    void entries_are_found_as_in_a_map() {
        Random random = new Random(1);
        Node parent = add();
        ChildMap children = new ChildMap();
        Map<String, Dentry> model = new HashMap<>();
        Name name = new Name();
        for (int i = 0; i < 100_000; i++) {
            String text = (random.nextBoolean() ? "n" : "é\uDC80") + random.nextInt(300);
            byte[] bytes = NativePath.encode(text);
            name.set(bytes, 0, bytes.length);
            assertThat(children.find(name)).isSameAs(model.get(text));
            assertThat(children.find(text)).isSameAs(model.get(text));
            if (random.nextBoolean()) {
                Dentry entry = new Dentry(parent, text, parent, false);
                assertThat(children.put(entry)).isSameAs(model.put(text, entry));
            } else if (model.containsKey(text)) {
                assertThat(children.remove(model.remove(text))).isTrue();
            }
            assertThat(children.size()).isEqualTo(model.size());
        }
    }
}
