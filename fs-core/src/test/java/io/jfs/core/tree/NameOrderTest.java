package io.jfs.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.linux.NativePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NameOrderTest {
    @Test
    void names_are_ordered_as_their_bytes_are() {
        Random random = new Random(5);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(4)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) (1 + random.nextInt(255));
            }
            names.add(NativePath.decode(bytes));
        }
        names.addAll(List.of("\uD83D\uDE00", "\uFFFD", "\u00e9", "e", "\u0800"));
        List<String> expected = new ArrayList<>(names);
        expected.sort(Comparator.comparing(NativePath::encode, Arrays::compareUnsigned));
        names.sort(NameOrder.NAMES);
        assertThat(names).isEqualTo(expected);
    }

    @Test
    void a_directory_comes_before_what_is_in_it_and_that_before_its_next_sibling() {
        List<String> expected = List.of("/", "/a", "/a/b", "/a/b/c", "/a/z", "/a b", "/a!", "/a.b", "/b");
        List<String> paths = new ArrayList<>(expected);
        Collections.shuffle(paths, new Random(1));
        paths.sort(NameOrder.PATHS);
        assertThat(paths).isEqualTo(expected);
    }
}
