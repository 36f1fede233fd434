package io.jfs.cli;

import io.jfs.cli.session.Environment;

/**
 * What the AOT cache is made from: the classes that short commands load. Run by {@code bin/build} only, with a root of
 * its own in {@code JFS_ROOT}.
 */
final class AotTraining {
    private AotTraining() {}

    public static void main(String[] arguments) {
        String[][] commands = {
            {"version"}, {"--help"}, {"images"}, {"snapshot", "ls"}, {"mount"}, {"driver", "ls"}, {"system", "df"}
        };
        for (String[] command : commands) {
            Jfs.run(Environment.ofProcess(), command);
        }
    }
}
