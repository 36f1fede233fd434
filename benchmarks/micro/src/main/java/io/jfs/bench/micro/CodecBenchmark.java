package io.jfs.bench.micro;

import io.jfs.core.Digest;
import io.jfs.core.layer.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What every byte of a blob passes through; per MiB of content. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CodecBenchmark {
    private static final int MEBIBYTES = 8;
    private static final int SEED = 42;

    private final byte[] buffer = new byte[64 << 10];
    private byte[] content;
    private byte[] gzip;
    private byte[] zstd;

    /** Content that compresses to about a third, as programs do. */
    @Setup
    public void make() throws IOException {
        Random random = new Random(SEED);
        content = new byte[MEBIBYTES << 20];
        for (int at = 0; at < content.length; at++) {
            content[at] = (byte) (at % 16 < 6 ? random.nextInt(64) : at >> 10);
        }
        gzip = compressed(Compression.GZIP, 6);
        zstd = compressed(Compression.ZSTD, 3);
    }

    private byte[] compressed(Compression compression, int level) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressing = compression.compress(out, level)) {
            compressing.write(content);
        }
        return out.toByteArray();
    }

    private long decoded(Compression compression, byte[] blob) throws IOException {
        long bytes = 0;
        try (InputStream in = compression.decompress(new ByteArrayInputStream(blob))) {
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                bytes += count;
            }
        }
        if (bytes != content.length) {
            throw new IOException("decoded " + bytes + " bytes of " + content.length);
        }
        return bytes;
    }

    /** Decompresses gzip. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public long gzip() throws IOException {
        return decoded(Compression.GZIP, gzip);
    }

    /** Decompresses zstd. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public long zstd() throws IOException {
        return decoded(Compression.ZSTD, zstd);
    }

    /** The digest. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public byte[] sha256() {
        MessageDigest digest = Digest.newSha256();
        return digest.digest(content);
    }
}
