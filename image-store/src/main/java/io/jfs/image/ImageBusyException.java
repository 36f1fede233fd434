package io.jfs.image;

import java.io.IOException;
import java.util.List;

/** The image has several names, so removing it by its ID needs force; the message names them. */
public final class ImageBusyException extends IOException {
    private static final long serialVersionUID = 1L;

    ImageBusyException(String image, List<String> names) {
        super("image " + image + ": has several names (" + String.join(", ", names)
                + "): remove them one by one, or all by force");
    }
}
