package io.jfs.core.layer;

import java.io.IOException;

/** A layer that cannot be read, applied or written: malformed, hostile, or beyond a limit. The message names the entry. */
public class LayerException extends IOException {
    private static final long serialVersionUID = 1;

    public LayerException(String message) {
        super(message);
    }

    public LayerException(String message, Throwable cause) {
        super(message, cause);
    }
}
