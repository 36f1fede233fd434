package io.jfs.image;

import java.util.List;

/**
 * What the images occupy as archives; unpacked layers are the snapshot store's business.
 *
 * @param images one row each
 * @param totalBytes all blobs
 * @param reclaimableBytes blobs that no image refers to, and those of dangling images only
 */
public record ImageDiskUsage(List<Row> images, long totalBytes, long reclaimableBytes) {
    public ImageDiskUsage {
        images = List.copyOf(images);
    }

    /**
     * One image.
     *
     * @param image the image
     * @param sharedBytes blobs that other images have too
     * @param uniqueBytes blobs that would go with it
     */
    public record Row(Image image, long sharedBytes, long uniqueBytes) {}
}
