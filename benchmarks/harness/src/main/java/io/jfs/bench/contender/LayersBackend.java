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
import java.util.stream.Collectors;

/** Directories that one command mounts over each other. */
final class LayersBackend implements Backend.Mounting {
    /** How it is typed. */
    interface Command {
        /** The words that mount these layers, nearest first. */
        List<String> of(List<Path> lowers, Path scratch, Path target);
    }

    /** The options that most take. */
    static String options(List<Path> lowers, Path scratch) {
        return "lowerdir=" + joined(lowers, ":", "") + ",upperdir=" + scratch.resolve("upper") + ",workdir="
                + scratch.resolve("work");
    }

    /** Paths with something behind each. */
    static String joined(List<Path> paths, String between, String behind) {
        return paths.stream().map(path -> path + behind).collect(Collectors.joining(between));
    }

    private final Command command;
    private final Path directory;
    private final Map<String, Path> links = new HashMap<>();
    private final Map<String, Path> read = new HashMap<>();
    private int made;

    LayersBackend(Command command, Path directory) {
        this.command = command;
        this.directory = directory;
    }

    /** Short names: mount(2) takes one page of options. */
    @Override
    public void provide(LayeredTree tree) throws IOException {
        if (links.containsKey(tree.name())) {
            return;
        }
        Path short_ = Files.createDirectories(directory.resolve("l" + links.size()));
        for (int i = 0; i < tree.layers().size(); i++) {
            Files.createSymbolicLink(
                    short_.resolve(Integer.toString(i)), tree.layers().get(i));
        }
        links.put(tree.name(), short_);
    }

    @Override
    public Root mount(LayeredTree tree, boolean fresh) throws IOException {
        Path known = read.get(tree.name());
        Path scratch = !fresh && known != null ? known : Files.createDirectories(directory.resolve("r" + ++made));
        for (String each : List.of("upper", "work", "mnt")) {
            Files.createDirectories(scratch.resolve(each));
        }
        if (!fresh) {
            read.put(tree.name(), scratch);
        }
        Path links = Optional.ofNullable(this.links.get(tree.name())).orElseThrow();
        List<Path> lowers = java.util.stream.IntStream.range(0, tree.layers().size())
                .mapToObj(i -> links.resolve(Integer.toString(i)))
                .toList();
        Path target = scratch.resolve("mnt");
        Shell.run(command.of(lowers, scratch, target));
        return new Root() {
            @Override
            public Path path() {
                return target;
            }

            @Override
            public void unmount() throws IOException {
                Shell.run(List.of("umount", target.toString()));
            }

            @Override
            public void discard() throws IOException {
                if (fresh) {
                    TreeRemover.remove(scratch);
                }
            }
        };
    }

    @Override
    public void close() {}
}
