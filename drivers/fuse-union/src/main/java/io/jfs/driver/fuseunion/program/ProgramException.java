package io.jfs.driver.fuseunion.program;

/** Why there is no mount, in words for the caller's standard error. */
final class ProgramException extends Exception {
    private static final long serialVersionUID = 1L;

    ProgramException(String message) {
        super(message);
    }

    ProgramException(String message, Throwable cause) {
        super(message, cause);
    }
}
