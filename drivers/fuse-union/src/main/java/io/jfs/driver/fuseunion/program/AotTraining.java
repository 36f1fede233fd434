package io.jfs.driver.fuseunion.program;

import java.io.IOException;
import java.util.List;

/**
 * What the AOT cache is made from: a mount that is used and unmounted by a shell. Where nothing can be mounted, the
 * cache has what comes before. Run by {@code bin/build} only, with the program's arguments.
 */
final class AotTraining {
    private static final String USE =
            """
            cd "$1" && ls -lR . && cat */* */*/* */*/*/* && cp -a d new && echo more >>d/file && echo other >other &&
            mkdir dir && mv other dir/moved && ln -s file dir/link && ln dir/moved dir/hard && chmod 700 dir &&
            touch dir/moved && rm -r dir d && df . && ls -lR . >&2
            cd / && umount "$1"
            """;

    private AotTraining() {}

    @SuppressWarnings("SystemOut") // this is a program
    public static void main(String[] arguments) throws InterruptedException {
        String mountPoint = arguments[arguments.length - 1];
        try {
            new JfsUnion(System.out, System.err).run(List.of(arguments), () -> use(mountPoint));
        } catch (ProgramException e) {
            System.err.println(e.getMessage());
        }
    }

    private static void use(String mountPoint) {
        try {
            new ProcessBuilder("/bin/sh", "-c", USE, "sh", mountPoint).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("no shell", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
