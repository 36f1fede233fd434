package io.jfs.cli.output;

/** A template that cannot be parsed, or asks a record for what it does not have. The message says which and where. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With the whole message. */
    public TemplateException(String message) {
        super(message);
    }
}
