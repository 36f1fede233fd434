package io.jfs.image.oci;

import java.io.IOException;

/** An image, an archive or a layout breaks its format, a limit, or a digest. The message names what and where. */
public class InvalidImageException extends IOException {
    private static final long serialVersionUID = 1L;

    public InvalidImageException(String message) {
        super(message);
    }

    public InvalidImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
