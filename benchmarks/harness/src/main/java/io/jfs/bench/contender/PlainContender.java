package io.jfs.bench.contender;

import io.jfs.bench.data.LayeredTree;
import io.jfs.bench.data.Shell;
import io.jfs.core.tree.TreeRemover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The same files in one directory, without layers and without a mount. What it shows is what all must show. */
final class PlainContender implements Contender {
    /** As it is typed. */
    static final String NAME = "plain";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Kind kind() {
        return Kind.CONTROL;
    }

    @Override
    public String description() {
        return "a copied directory, by cp -a";
    }

    @Override
    public Optional<String> problem(Path directory) {
        return Optional.empty();
    }

    @Override
    public Backend open(Path directory) {
        return new Plain(directory);
    }

    private static final class Plain implements Backend.Mounting {
        private final Path directory;
        private final Map<String, Path> merged = new HashMap<>();
        private int made;

        Plain(Path directory) {
            this.directory = directory;
        }

        @Override
        public void provide(LayeredTree tree) throws IOException {
            if (!merged.containsKey(tree.name())) {
                Path all = Files.createDirectories(directory.resolve("merged-" + merged.size()));
                for (Path layer : tree.layers().reversed()) {
                    copy(layer, all);
                }
                merged.put(tree.name(), all);
            }
        }

        private static void copy(Path from, Path to) throws IOException {
            Shell.run(List.of("cp", "-a", from + "/.", to.toString()));
        }

        @Override
        public Root mount(LayeredTree tree, boolean fresh) throws IOException {
            Path all = Optional.ofNullable(merged.get(tree.name())).orElseThrow();
            Path root = fresh ? Files.createDirectories(directory.resolve("copy-" + ++made)) : all;
            if (fresh) {
                copy(all, root);
            }
            return new Root() {
                @Override
                public Path path() {
                    return root;
                }

                @Override
                public void unmount() {}

                @Override
                public void discard() throws IOException {
                    if (fresh) {
                        TreeRemover.remove(root);
                    }
                }
            };
        }

        @Override
        public void close() {}
    }
}
