package io.jfs.core.layer;

import io.jfs.linux.NativePath;
import java.io.IOException;

/** A layer that cannot be read, applied or written: malformed, hostile, or beyond a limit. The message names the entry. */
public class LayerException extends IOException {
    private static final long serialVersionUID = 1;
    private static final String ENTRY = "entry ";

    public LayerException(String message) {
        super(message);
    }

    public LayerException(String message, Throwable cause) {
        super(message, cause);
    }

    static LayerException of(String path, String what, Throwable cause) {
        return new LayerException(prefix(path) + what, cause);
    }

    static LayerException of(String path, String what) {
        return new LayerException(prefix(path) + what);
    }

    /** The same, naming the entry if the message does not. */
    LayerException about(String path) {
        String message = String.valueOf(getMessage());
        return message.startsWith(ENTRY) ? this : of(path, message, this);
    }

    private static String prefix(String path) {
        return ENTRY + (path.isEmpty() ? "/" : NativePath.printable(path)) + ": ";
    }
}
