package io.jfs.cli.image;

import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Session;
import io.jfs.image.Image;
import io.jfs.runtime.container.Container;
import io.jfs.runtime.container.ContainerEngine;
import java.io.IOException;

/** Which containers were made from an image. */
final class ImageUse {
    private ImageUse() {}

    /** Refuses to take the last name, or the image itself, from below a container, unless forced. */
    static void refuse(Session session, Image image, boolean force) throws IOException {
        if (force || names(session, image) > 1) {
            return;
        }
        for (Container container : ContainerEngine.list(session.storeRoot())) {
            if (container.record().imageId().equals(image.id().toString())) {
                throw CommandException.failed(
                        "conflict: unable to remove image " + image.displayName() + " (must force) - container "
                                + container.record().shortId() + " is using it",
                        "'jfs rm " + container.name() + "' removes the container, 'jfs rmi -f' only the image");
            }
        }
    }

    private static long names(Session session, Image image) throws IOException {
        return session.images().images().stream()
                .filter(other -> other.id().equals(image.id()))
                .count();
    }
}
