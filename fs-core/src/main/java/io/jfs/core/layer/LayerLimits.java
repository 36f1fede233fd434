package io.jfs.core.layer;

/**
 * Bounds on what a layer may ask for, so that a hostile one ends in {@link LayerException} and not in a full disk, a
 * full heap or an endless loop.
 *
 * @param maxBytes length of the uncompressed tar, and logical size of any one file, in bytes
 * @param maxEntries number of headers, extension headers included
 * @param maxPathBytes length of a path or link target, in bytes
 * @param maxDepth number of components of a path
 * @param maxXattrBytes names and values of one entry's extended attributes together, in bytes
 * @param maxPaxBytes length of one PAX extended header, in bytes
 * @param maxExpansionRatio how many bytes one compressed byte may become on average, once the output exceeds
 *     {@link #EXPANSION_GRACE}. Deflate cannot exceed 1,032; zstd can, on long runs of zeros
 */
public record LayerLimits(
        long maxBytes,
        long maxEntries,
        int maxPathBytes,
        int maxDepth,
        int maxXattrBytes,
        int maxPaxBytes,
        long maxExpansionRatio) {

    /** Output below this size is never refused for its ratio: 4 GiB. */
    public static final long EXPANSION_GRACE = 4L << 30;

    /**
     * Far beyond every real image: 512 GiB, 16 Mi headers, 4,095 bytes of path, 1,024 levels, 256 KiB of attributes.
     */
    public static final LayerLimits DEFAULT =
            new LayerLimits(512L << 30, 16 << 20, 4095, 1024, 256 << 10, 1 << 20, 2000);
}
