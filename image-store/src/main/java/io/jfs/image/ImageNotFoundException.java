package io.jfs.image;

import java.io.IOException;

/** No image of the store has this reference or ID. */
public final class ImageNotFoundException extends IOException {
    private static final long serialVersionUID = 1L;

    ImageNotFoundException(String image) {
        super("image " + image + ": not found");
    }
}
