package io.jfs.core.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeWalkTest {
    @TempDir
    Path place;

    @Test
    void directories_come_before_their_contents_and_are_left_after_them() throws IOException {
        List<String> seen = new ArrayList<>();
        try (TreeFixture tree = TreeFixture.at(place)) {
            tree.dir("b").file("b/2", "").dir("b/1").dir("a").file("a.txt", "").symlink("c", "b");
            TreeWalk.walk(tree.root(), new TreeWalk.Visitor() {
                @Override
                public boolean visit(TreeWalk.Entry entry) {
                    seen.add(entry.path());
                    return !entry.path().equals("/a");
                }

                @Override
                public void leave(TreeWalk.Entry directory) {
                    seen.add("left " + directory.path());
                }
            });
        }
        assertThat(seen)
                .containsExactly("/", "/a", "/a.txt", "/b", "/b/1", "left /b/1", "/b/2", "left /b", "/c", "left /");
    }

    @Test
    void an_entry_that_vanishes_is_passed_over() throws IOException {
        List<String> seen = new ArrayList<>();
        try (TreeFixture tree = TreeFixture.at(place)) {
            tree.file("a", "").file("b", "").file("c", "");
            TreeWalk.walk(tree.root(), entry -> {
                seen.add(entry.path());
                if (entry.name().equals("a")) {
                    tree.remove("b");
                }
                return true;
            });
        }
        assertThat(seen).containsExactly("/", "/a", "/c");
    }

    @Test
    void a_directory_that_is_moved_during_the_walk_ends_it() throws IOException {
        try (TreeFixture tree = TreeFixture.at(place)) {
            StringBuilder path = new StringBuilder("d");
            for (int depth = 1; depth < 100; depth++) {
                tree.dir(path.toString());
                path.append("/d");
            }
            tree.dir(path.toString()).dir("elsewhere");
            String bottom = path.toString();
            assertThatThrownBy(() -> TreeWalk.walk(tree.root(), entry -> {
                        if (entry.path().equals("/" + bottom)) {
                            tree.rename("d/d/d", "elsewhere/d");
                        }
                        return true;
                    }))
                    .isInstanceOf(DirectoryMovedException.class);
        }
    }
}
