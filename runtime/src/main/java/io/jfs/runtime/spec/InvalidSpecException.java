package io.jfs.runtime.spec;

import java.io.IOException;

/**
 * A {@code config.json}, a process or a profile breaks its format. The message names the document and the JSON path.
 */
public final class InvalidSpecException extends IOException {
    private static final long serialVersionUID = 1L;

    public InvalidSpecException(String message) {
        super(message);
    }

    public InvalidSpecException(String message, Throwable cause) {
        super(message, cause);
    }
}
