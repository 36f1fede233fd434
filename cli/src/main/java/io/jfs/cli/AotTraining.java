package io.jfs.cli;

import io.jfs.cli.session.Environment;

/**
 * What the AOT cache is made from: the classes that short commands load. Run by {@code bin/build} only, with a root of
 * its own in {@code JFS_ROOT}.
 */
final class AotTraining {
    private AotTraining() {}

    /**
     * Runs what people run most.
     *
     * @param arguments a small tar archive
     */
    public static void main(String[] arguments) {
        String image = "training:1";
        String[][] commands = {
            {"version"},
            {"--help"},
            {"images"},
            {"import", arguments[0], image},
            {"images"},
            {"inspect", image},
            {"history", image},
            {"ls", image},
            {"tree", image},
            {"which", image, "/"},
            {"mount"},
            {"mount", image, "--rw", "--", "true"},
            {"snapshot", "ls"},
            {"diff", image, image},
            {"driver", "ls"},
            {"system", "df"},
            {"rmi", image},
            {"snapshot", "ls", "--format", "json"},
        };
        for (String[] command : commands) {
            Jfs.run(Environment.ofProcess(), command);
        }
    }
}
