package io.jfs.image;

import io.jfs.core.Digest;
import io.jfs.core.LayerId;
import io.jfs.core.Progress;
import io.jfs.core.ProgressListener;
import io.jfs.image.layout.IngestSession;
import io.jfs.image.oci.Descriptor;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * A layer that was just written into a session.
 *
 * @param diffId the uncompressed tar's digest
 * @param blob points to the compressed one
 * @param tarBytes length of the uncompressed one
 */
record NewLayer(LayerId diffId, Descriptor blob, long tarBytes) {
    /** Writes an uncompressed tar. */
    @FunctionalInterface
    interface TarSource {
        void writeTo(OutputStream tar) throws IOException;
    }

    /** Compresses a tar on its way into the session. */
    static NewLayer write(
            TarSource source,
            LayerCompression compression,
            IngestSession session,
            String operation,
            ProgressListener progress)
            throws IOException {
        Path file = session.newFile();
        MessageDigest plain = Digest.newSha256();
        MessageDigest packed = Digest.newSha256();
        long tarBytes;
        try (OutputStream stored = new Digesting(Files.newOutputStream(file), packed, _ -> {});
                OutputStream encoder = compression.encoder(stored)) {
            Digesting tar = new Digesting(
                    encoder,
                    plain,
                    count -> progress.report(
                            new Progress(operation, "compressing", "new layer", count, -1, "bytes", false)));
            source.writeTo(tar);
            tarBytes = tar.count;
        }
        Digest digest = Digest.of(packed.digest());
        session.adopt(file, digest);
        LayerId diffId = new LayerId(Digest.of(plain.digest()));
        long size = Files.size(session.find(digest).orElseThrow());
        progress.report(new Progress(operation, "compressing", diffId.toString(), size, size, "bytes", true));
        return new NewLayer(diffId, Descriptor.of(compression.mediaType(), digest, size), tarBytes);
    }

    /** Told how many bytes have passed, once a mebibyte. */
    @FunctionalInterface
    private interface Counter {
        void passed(long bytes);
    }

    private static final class Digesting extends FilterOutputStream {
        private final MessageDigest computation;
        private final Counter counter;
        private long count;
        private long reported;

        Digesting(OutputStream out, MessageDigest computation, Counter counter) {
            super(out);
            this.computation = computation;
            this.counter = counter;
        }

        @Override
        public void write(int value) throws IOException {
            computation.update((byte) value);
            out.write(value);
            count++;
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
            computation.update(data, offset, length);
            out.write(data, offset, length);
            count += length;
            if (count - reported >= 1 << 20) {
                reported = count;
                counter.passed(count);
            }
        }
    }
}
