package io.jfs.cli.session;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a command sees of the world, so that a test can be the world.
 *
 * @param variables the environment variables
 * @param in standard input
 * @param out standard output, buffered
 * @param err standard error
 * @param outIsTerminal whether standard output is a terminal
 * @param errIsTerminal whether standard error is a terminal
 * @param clock the time of day
 */
public record Environment(
        Map<String, String> variables,
        InputStream in,
        OutputStream out,
        OutputStream err,
        boolean outIsTerminal,
        boolean errIsTerminal,
        InstantSource clock) {

    /** The world of this process. */
    public static Environment ofProcess() {
        return new Environment(
                System.getenv(),
                System.in,
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
                new FileOutputStream(FileDescriptor.err),
                isTerminal(1),
                isTerminal(2),
                InstantSource.system());
    }

    /** By the name of the open file, which needs no system call binding: a start-up that only prints stays quick. */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException _) {
            return false;
        }
    }
}
