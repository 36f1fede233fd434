package io.jfs.cli;

import io.jfs.cli.container.ContainerRehearsal;
import io.jfs.cli.session.Environment;
import java.util.List;
import java.util.Map;

/**
 * What the AOT caches are made from: the classes that short commands load. Run by {@code bin/build} only, with a root
 * of its own in {@code JFS_ROOT}.
 */
final class AotTraining {
    /**
     * The commands that people run most, by the cache that is for them. What only others use stays out: every class in
     * a cache is loaded at each start with it, needed or not.
     */
    private static final Map<String, List<List<String>>> COMMANDS = Map.of(
            "short", List.of(List.of("version"), List.of("run", "--help")),
            // The image's only program is the container helper, which ends at once.
            "container",
                    List.of(List.of("run", "--rm", "--network", "none", "training:1", "/true"), List.of("ps", "-a")),
            "store", List.of(List.of("version"), List.of("images"), List.of("mount"), List.of("snapshot", "ls")));

    private AotTraining() {}

    /**
     * Runs the commands of one cache.
     *
     * @param arguments the cache's name
     */
    public static void main(String[] arguments) {
        String name = arguments[0];
        if (name.equals("container")) {
            ContainerRehearsal.begin(new String[] {"run"});
        }
        for (List<String> command : COMMANDS.getOrDefault(name, List.of())) {
            Jfs.run(Environment.ofProcess(), RawArguments.of(command.toArray(String[]::new)));
        }
    }
}
