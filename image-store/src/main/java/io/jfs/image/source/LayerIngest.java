package io.jfs.image.source;

import io.jfs.core.Digest;
import io.jfs.core.LayerId;
import io.jfs.core.Progress;
import io.jfs.core.ProgressListener;
import io.jfs.core.layer.Compression;
import io.jfs.image.layout.GrowingFile;
import io.jfs.image.layout.IngestSession;
import io.jfs.image.layout.Verification;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.MediaTypes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Copies one layer into the session and verifies it: length and digest that the source promises, or, for an
 * uncompressed layer of which it promises nothing, the diffID. Others may read the copy while it grows.
 */
final class LayerIngest {
    private static final int BUFFER = 512 << 10;

    private final SourceLayer layer;
    private final LayerId diffId;
    private final IngestSession session;
    private final ProgressListener progress;
    private final BooleanSupplier abandoned;

    private final CompletableFuture<GrowingFile> file = new CompletableFuture<>();
    private final CompletableFuture<Descriptor> descriptor = new CompletableFuture<>();
    private volatile boolean pinned;

    /** @param abandoned tells whether nobody wants the layer any more */
    LayerIngest(
            SourceLayer layer,
            LayerId diffId,
            IngestSession session,
            ProgressListener progress,
            BooleanSupplier abandoned) {
        this.layer = layer;
        this.diffId = diffId;
        this.session = session;
        this.progress = progress;
        this.abandoned = abandoned;
    }

    SourceLayer layer() {
        return layer;
    }

    /** The copy, perhaps still growing. */
    CompletableFuture<GrowingFile> file() {
        return file;
    }

    /** Whether the store had it before; known once {@link #file} is complete. */
    boolean isPinned() {
        return pinned;
    }

    /** Points to the copy once it is complete and verified. */
    CompletableFuture<Descriptor> descriptor() {
        return descriptor;
    }

    /** Fails whoever waits for the layer. */
    void fail(Throwable cause) {
        file.completeExceptionally(cause);
        descriptor.completeExceptionally(cause);
    }

    /** Does the work. */
    void run() throws IOException {
        if (layer.digest().isPresent() && pin(layer.digest().get())) {
            return;
        }
        SourceLayer.LayerContent content =
                layer.content().orElseThrow(() -> new InvalidImageException("layer " + name() + " is missing"));
        Optional<Path> own = content.ownFile();
        if (own.isPresent()) {
            takeOver(content, own.get());
        } else {
            copy(content);
        }
        progress.report(new Progress("load", "copying", name(), layer.size(), layer.size(), "bytes", true));
    }

    private String name() {
        return layer.digest().map(Digest::toString).orElse(diffId.toString());
    }

    /** A layer that the store has needs no copy. */
    private boolean pin(Digest digest) throws IOException {
        Descriptor known = Descriptor.of(layer.mediaType().orElse(MediaTypes.OCI_LAYER), digest, layer.size());
        if (!session.pin(known)) {
            return false;
        }
        pinned = true;
        file.complete(GrowingFile.ofComplete(session.find(digest).orElseThrow()));
        descriptor.complete(known);
        progress.report(new Progress("load", "exists", name(), layer.size(), layer.size(), "bytes", true));
        return true;
    }

    private void copy(SourceLayer.LayerContent content) throws IOException {
        Path path = session.newFile();
        GrowingFile copy = GrowingFile.create(path);
        file.complete(copy);
        try (InputStream in = content.open()) {
            Descriptor done = transfer(in, (data, length) -> copy.append(data, length));
            session.adopt(path, done.digest());
            copy.complete();
            descriptor.complete(done);
        } catch (IOException e) {
            copy.fail(e);
            throw e;
        } catch (RuntimeException | Error e) {
            copy.fail(new IOException(e));
            throw e;
        }
    }

    private void takeOver(SourceLayer.LayerContent content, Path own) throws IOException {
        Descriptor done;
        try (InputStream in = content.open()) {
            done = transfer(in, (_, _) -> {});
        }
        // Linked, not moved: an archive may name the same entry for several layers.
        session.adoptLinked(own, done.digest());
        file.complete(GrowingFile.ofComplete(session.find(done.digest()).orElseThrow()));
        descriptor.complete(done);
    }

    @FunctionalInterface
    private interface Sink {
        void write(byte[] data, int length) throws IOException;
    }

    private Descriptor transfer(InputStream in, Sink sink) throws IOException {
        byte[] buffer = new byte[BUFFER];
        MessageDigest computation = layer.digest().orElse(diffId.digest()).newDigest();
        Compression compression = Compression.NONE;
        long total = 0;
        for (int count = in.readNBytes(buffer, 0, BUFFER); count > 0; count = in.readNBytes(buffer, 0, BUFFER)) {
            if (total == 0) {
                compression = Compression.detect(Arrays.copyOf(buffer, Math.min(count, Compression.MAGIC_LENGTH)));
            }
            if (abandoned.getAsBoolean()) {
                throw new IOException("loading was given up");
            }
            total += count;
            if (total > layer.size()) {
                break;
            }
            computation.update(buffer, 0, count);
            sink.write(buffer, count);
            progress.report(new Progress("load", "copying", name(), total, layer.size(), "bytes", false));
        }
        if (total != layer.size()) {
            String found =
                    total > layer.size() ? "more than " + layer.size() : total + " bytes instead of " + layer.size();
            throw new InvalidImageException(
                    "layer " + name() + " has " + found + (total > layer.size() ? " bytes" : ""));
        }
        return describe(computation, compression, total);
    }

    private Descriptor describe(MessageDigest computation, Compression compression, long size) throws IOException {
        String mediaType = layer.mediaType()
                .orElse(
                        switch (compression) {
                            case NONE -> MediaTypes.OCI_LAYER;
                            case GZIP -> MediaTypes.OCI_LAYER_GZIP;
                            case ZSTD -> MediaTypes.OCI_LAYER_ZSTD;
                        });
        Optional<Digest> promised = layer.digest()
                .or(() -> compression == Compression.NONE ? Optional.of(diffId.digest()) : Optional.empty());
        if (promised.isPresent()) {
            Verification.verify("layer " + name(), promised.get(), computation);
            return Descriptor.of(mediaType, promised.get(), size);
        }
        Digest digest = new Digest(diffId.digest().algorithm(), HexFormat.of().formatHex(computation.digest()));
        return Descriptor.of(mediaType, digest, size);
    }
}
