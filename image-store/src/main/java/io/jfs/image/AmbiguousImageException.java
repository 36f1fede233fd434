package io.jfs.image;

import java.io.IOException;
import java.util.List;

/** The beginning of an ID fits several images; the message names them. */
public final class AmbiguousImageException extends IOException {
    private static final long serialVersionUID = 1L;

    AmbiguousImageException(String prefix, List<String> candidates) {
        super("image " + prefix + ": ambiguous, it could be " + String.join(", ", candidates));
    }
}
