package io.jfs.cli.session;

/** The exit codes of {@code jfs}, those of docker and podman. */
public final class ExitCode {
    /** All went well. */
    public static final int OK = 0;
    /** The operation failed. */
    public static final int FAILURE = 1;
    /** The arguments were wrong; or, where a command is run in a mount, jfs itself failed. */
    public static final int USAGE = 125;
    /** The command to run was found but cannot be executed. */
    public static final int NOT_EXECUTABLE = 126;
    /** The command to run was not found. */
    public static final int NOT_FOUND = 127;

    private ExitCode() {}
}
