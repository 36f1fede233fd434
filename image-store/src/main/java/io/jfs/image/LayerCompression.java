package io.jfs.image;

import io.jfs.core.layer.Compression;
import io.jfs.image.oci.MediaTypes;
import java.io.IOException;
import java.io.OutputStream;

/**
 * How a new layer is compressed.
 *
 * @param method the format
 * @param level as the format counts it: gzip 1 to 9, zstd 1 to 19
 */
public record LayerCompression(Compression method, int level) {
    /** What every tool reads. */
    public static final LayerCompression GZIP = new LayerCompression(Compression.GZIP, 6);

    /** Smaller and faster; not read by old tools. */
    public static final LayerCompression ZSTD = new LayerCompression(Compression.ZSTD, 3);

    /** As it is. */
    public static final LayerCompression NONE = new LayerCompression(Compression.NONE, 0);

    /**
     * Reads {@code none}, {@code gzip[:level]} or {@code zstd[:level]}.
     *
     * @throws IllegalArgumentException if it is none of them or the level is out of range
     */
    public static LayerCompression parse(String text) {
        int colon = text.indexOf(':');
        LayerCompression named = switch (colon < 0 ? text : text.substring(0, colon)) {
            case "none" -> NONE;
            case "gzip" -> GZIP;
            case "zstd" -> ZSTD;
            default -> throw malformed(text);
        };
        if (colon < 0) {
            return named;
        }
        int highest = named.equals(GZIP) ? 9 : named.equals(ZSTD) ? 19 : 0;
        try {
            int level = Integer.parseInt(text.substring(colon + 1));
            if (level >= 1 && level <= highest) {
                return new LayerCompression(named.method(), level);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(malformed(text).getMessage(), e);
        }
        throw malformed(text);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "malformed compression \"" + text + "\": expected none, gzip[:1-9] or zstd[:1-19]");
    }

    /**
     * Compresses beside the caller's own work.
     *
     * @param out closed with the result
     */
    OutputStream encoder(OutputStream out) throws IOException {
        return method == Compression.GZIP ? new ParallelGzip(out, level) : new LayerEncoder(this, out);
    }

    String mediaType() {
        return switch (method) {
            case NONE -> MediaTypes.OCI_LAYER;
            case GZIP -> MediaTypes.OCI_LAYER_GZIP;
            case ZSTD -> MediaTypes.OCI_LAYER_ZSTD;
        };
    }
}
