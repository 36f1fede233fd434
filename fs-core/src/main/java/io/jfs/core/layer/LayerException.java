package io.jfs.core.layer;

import io.jfs.linux.NativePath;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A layer that cannot be read, applied or written: malformed, hostile, or beyond a limit. The message names the entry.
 */
public class LayerException extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean namesEntry;

    public LayerException(String message) {
        super(message);
        this.namesEntry = false;
    }

    public LayerException(String message, Throwable cause) {
        super(message, cause);
        this.namesEntry = false;
    }

    LayerException(String path, String what, @Nullable Throwable cause) {
        super("entry " + (path.isEmpty() ? "/" : NativePath.printable(path)) + ": " + what, cause);
        this.namesEntry = true;
    }

    static LayerException of(String path, String what, Throwable cause) {
        return new LayerException(path, what, cause);
    }

    static LayerException of(String path, String what) {
        return new LayerException(path, what, null);
    }

    /** The same, naming the entry if the message does not. */
    LayerException about(String path) {
        return namesEntry ? this : of(path, String.valueOf(getMessage()), this);
    }
}
