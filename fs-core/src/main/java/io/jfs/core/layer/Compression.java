package io.jfs.core.layer;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/** How a layer blob is compressed. The content decides, not the media type: registries mislabel layers. */
public enum Compression {
    NONE,
    GZIP,
    ZSTD;

    /** How many bytes {@link #detect} wants to see. */
    public static final int MAGIC_LENGTH = 4;

    // RFC 8878, 3.1.1 and 3.1.2; a blob may begin with a skippable frame
    private static final int ZSTD_MAGIC = 0xFD2FB528;
    private static final int ZSTD_SKIPPABLE = 0x184D2A50;
    private static final int ZSTD_SKIPPABLE_MASK = 0xFFFFFFF0;

    private static final int BUFFER = 64 << 10;

    /**
     * Recognises the compression by the first bytes of a blob.
     *
     * @param magic the first {@link #MAGIC_LENGTH} bytes, or all there are
     */
    public static Compression detect(byte[] magic) {
        if (magic.length >= 2 && (magic[0] & 0xFF) == 0x1F && (magic[1] & 0xFF) == 0x8B) {
            return GZIP;
        }
        if (magic.length < MAGIC_LENGTH) {
            return NONE;
        }
        int word = ByteBuffer.wrap(magic).order(ByteOrder.LITTLE_ENDIAN).getInt();
        return word == ZSTD_MAGIC || (word & ZSTD_SKIPPABLE_MASK) == ZSTD_SKIPPABLE ? ZSTD : NONE;
    }

    /** Decompresses under {@link LayerLimits#DEFAULT}; see the other method. */
    public InputStream decompress(InputStream compressed) throws IOException {
        return decompress(compressed, LayerLimits.DEFAULT);
    }

    /**
     * Decompresses a whole blob: concatenated gzip members, and any number of zstd frames, skippable ones included.
     *
     * @param compressed closed with the result
     * @return whose reads throw {@link LayerException} once the output breaks {@link LayerLimits#maxExpansionRatio},
     *     and an {@code IOException} on truncated or damaged input
     */
    public InputStream decompress(InputStream compressed, LayerLimits limits) throws IOException {
        if (this == NONE) {
            return compressed;
        }
        ExpansionGuard guard = new ExpansionGuard(compressed, limits.maxExpansionRatio());
        return guard.output(this == GZIP ? gunzip(guard.input()) : new ZstdInputStreamNoFinalizer(guard.input()));
    }

    private static InputStream gunzip(InputStream in) throws IOException {
        return new GzipInput(() -> GzipCompressorInputStream.builder()
                .setInputStream(in)
                .setDecompressConcatenated(true)
                .setBufferSize(BUFFER)
                .get());
    }

    /**
     * Compresses: the same input gives the same output, without time stamp or name.
     *
     * @param out closed with the result
     * @param level the codec's own: 1 to 9 for gzip, 1 to 22 for zstd; ignored by {@code NONE}
     */
    public OutputStream compress(OutputStream out, int level) throws IOException {
        return switch (this) {
            case NONE -> out;
            case GZIP -> new GzipCompressorOutputStream(out, gzipParameters(level));
            case ZSTD -> new ZstdOutputStreamNoFinalizer(out, level).setChecksum(true);
        };
    }

    private static GzipParameters gzipParameters(int level) {
        GzipParameters parameters = new GzipParameters();
        parameters.setCompressionLevel(level);
        parameters.setModificationInstant(Instant.EPOCH);
        parameters.setOS(GzipParameters.OS.UNKNOWN);
        parameters.setBufferSize(BUFFER);
        return parameters;
    }
}
