package io.jfs.cli.session;

/** Arguments that parse but make no sense together. Ends with exit code 125 and a pointer to {@code --help}. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With the line to print. */
    public UsageException(String message) {
        super(message);
    }
}
