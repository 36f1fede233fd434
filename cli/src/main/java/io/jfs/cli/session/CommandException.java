package io.jfs.cli.session;

import java.io.IOException;
import java.util.Optional;

/** A command that failed, with the line that says so, the exit code, and perhaps what to do about it. */
public final class CommandException extends IOException {
    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final String hint;

    private CommandException(String message, int exitCode, String hint) {
        super(message);
        this.exitCode = exitCode;
        this.hint = hint;
    }

    /** An operation that failed: exit code 1. */
    public static CommandException failed(String message) {
        return new CommandException(message, ExitCode.FAILURE, "");
    }

    /** An operation that failed, and what might help: exit code 1. */
    public static CommandException failed(String message, String hint) {
        return new CommandException(message, ExitCode.FAILURE, hint);
    }

    /** A failure whose words say less than where it happened: {@code where: why}; exit code 1. */
    public static CommandException at(String where, IOException cause) {
        String hint = Failures.hint(cause).orElse("");
        CommandException failure =
                new CommandException(where + ": " + Failures.describe(cause), ExitCode.FAILURE, hint);
        failure.initCause(cause);
        return failure;
    }

    /** A failure with a code of its own. */
    public static CommandException withCode(int exitCode, String message) {
        return new CommandException(message, exitCode, "");
    }

    /** The exit code of the process. */
    public int exitCode() {
        return exitCode;
    }

    /** What the user can do. */
    public Optional<String> hint() {
        return Optional.of(hint).filter(text -> !text.isEmpty());
    }
}
