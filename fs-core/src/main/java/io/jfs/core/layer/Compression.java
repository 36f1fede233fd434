package io.jfs.core.layer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** How a layer blob is compressed. The content decides, not the media type: registries mislabel layers. */
public enum Compression {
    NONE,
    GZIP,
    ZSTD;

    /** How many bytes {@link #detect} wants to see. */
    public static final int MAGIC_LENGTH = 4;

    /**
     * Recognises the compression by the first bytes of a blob.
     *
     * @param magic the first {@link #MAGIC_LENGTH} bytes, or all there are
     */
    public static Compression detect(byte[] magic) {
        throw new UnsupportedOperationException();
    }

    /** Decompresses under {@link LayerLimits#DEFAULT}; see the other method. */
    public InputStream decompress(InputStream compressed) throws IOException {
        return decompress(compressed, LayerLimits.DEFAULT);
    }

    /**
     * Decompresses a whole blob: concatenated gzip members, and any number of zstd frames, skippable ones included.
     *
     * @param compressed closed with the result
     * @return whose reads throw {@link LayerException} once the output breaks {@link LayerLimits#maxExpansionRatio}, and
     *     an {@code IOException} on truncated or damaged input
     */
    public InputStream decompress(InputStream compressed, LayerLimits limits) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Compresses: the same input gives the same output, without time stamp or name.
     *
     * @param out closed with the result
     * @param level the codec's own: 1 to 9 for gzip, 1 to 22 for zstd; ignored by {@code NONE}
     */
    public OutputStream compress(OutputStream out, int level) throws IOException {
        throw new UnsupportedOperationException();
    }
}
