package io.jfs.cli.container;

import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Failures;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.Style;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.runtime.container.Container;
import io.jfs.runtime.container.ContainerEngine;
import io.jfs.runtime.container.ContainerOptions.Flag;
import java.io.IOException;
import java.util.Set;

/** A container or a program that could not be started: the exit code tells whether the program was there. */
final class StartFailures {
    private static final Set<String> OF_THE_PROGRAM = Set.of("exec", "execve", "find in $PATH");

    private StartFailures() {}

    /** Removes the container if it was to be removed at its end, and says what went wrong; the exit code. */
    static int report(Session session, ContainerEngine engine, Container container, IOException failure)
            throws IOException {
        if (container.record().options().has(Flag.AUTO_REMOVE)) {
            try {
                engine.remove(container, true, true);
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        return report(session, failure);
    }

    static int report(Session session, IOException failure) throws IOException {
        if (!(failure instanceof ErrnoException e && OF_THE_PROGRAM.contains(e.call()))) {
            throw failure;
        }
        session.err().line(Style.RED, "jfs: " + Failures.describe(failure));
        return e.errno() == Errno.ENOENT ? ExitCode.NOT_FOUND : ExitCode.NOT_EXECUTABLE;
    }
}
