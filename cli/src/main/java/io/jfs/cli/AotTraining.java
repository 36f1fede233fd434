package io.jfs.cli;

import io.jfs.cli.container.ContainerRehearsal;
import io.jfs.cli.session.Environment;

/**
 * What the AOT cache is made from: the classes that short commands load. Run by {@code bin/build} only, with a root of
 * its own in {@code JFS_ROOT}.
 */
final class AotTraining {
    private AotTraining() {}

    /**
     * Runs the short commands that people run most. What only the long ones use stays out: the more a cache holds, the
     * longer each start takes.
     */
    public static void main(String[] arguments) {
        // The image's only program is the container helper, which ends at once.
        String[][] commands = {
            {"version"},
            {"images"},
            {"mount"},
            {"snapshot", "ls"},
            {"run", "--rm", "--network", "none", "training:1", "/true"},
            {"ps", "-a"}
        };
        ContainerRehearsal.begin(new String[] {"run"});
        for (String[] command : commands) {
            Jfs.run(Environment.ofProcess(), RawArguments.of(command));
        }
    }
}
