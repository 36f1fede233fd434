package io.jfs.runtime.container;

import io.jfs.core.SnapshotKey;
import io.jfs.image.Image;
import java.util.Map;
import java.util.Optional;

/**
 * A container to be made.
 *
 * @param name empty for one made up
 * @param asked how the image was named
 * @param top the image's unpacked top layer
 * @param driver that has the layer
 * @param labels of its snapshot, such as its size limit, beside those that lead to the container and its image
 */
public record CreateRequest(
        Optional<String> name,
        Image image,
        String asked,
        SnapshotKey top,
        String driver,
        Map<String, String> labels,
        ContainerOptions options) {}
