package io.jfs.cli.command;

import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Output;
import io.jfs.cli.session.Session;
import java.io.IOException;

/** A command: parsed by picocli into its fields, then run once. */
public abstract class JfsCommand {
    /** The run it belongs to. */
    protected final Session session;

    /** For subclasses. */
    protected JfsCommand(Session session) {
        this.session = session;
    }

    /**
     * Does the work.
     *
     * @return the exit code
     * @throws IOException if it failed; the exit code is then {@link #failureCode()}
     */
    public int call() throws IOException {
        run();
        return ExitCode.OK;
    }

    /** Does the work, for commands that end well or throw. */
    protected void run() throws IOException {
        throw new UnsupportedOperationException(getClass().getName());
    }

    /** Whether everything after the first argument that is no option is a command to run, with options of its own. */
    public boolean stopsAtPositional() {
        return false;
    }

    /** The exit code of a failure: 1, or 125 for a command that runs another and passes on its code. */
    public int failureCode() {
        return ExitCode.FAILURE;
    }

    /** Standard output. */
    protected final Output out() {
        return session.out();
    }
}
