package io.jfs.image.source;

import io.jfs.core.Digest;
import io.jfs.core.LayerId;
import io.jfs.core.ProgressListener;
import io.jfs.image.layout.GrowingFile;
import io.jfs.image.layout.IngestSession;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.Json;
import io.jfs.image.oci.Manifest;
import io.jfs.image.oci.MediaTypes;
import io.jfs.image.unpack.LayerInput;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Brings the images of a source into a session, in a thread of its own and in the order of their layers, so that the
 * first layers can be unpacked while the next are copied.
 */
public final class ImageIngest implements Closeable {
    private final IngestSession session;
    private final ProgressListener progress;
    private final List<LayerIngest> queue = new ArrayList<>();
    private final Map<Digest, LayerIngest> byDigest = new HashMap<>();
    private final IdentityHashMap<SourceImage, List<LayerIngest>> byImage = new IdentityHashMap<>();
    private final Thread copier;
    private volatile boolean abandoned;

    /** Writes the small documents of all images, and starts to copy layers. */
    public ImageIngest(List<SourceImage> images, IngestSession session, ProgressListener progress) throws IOException {
        this.session = session;
        this.progress = progress;
        for (SourceImage image : images) {
            enqueue(image);
        }
        this.copier = Thread.ofPlatform().daemon().name("jfs-ingest").start(this::copy);
    }

    private void enqueue(SourceImage image) {
        List<LayerIngest> layers = new ArrayList<>();
        for (int i = 0; i < image.layers().size(); i++) {
            SourceLayer layer = image.layers().get(i);
            LayerId diffId = image.config().config().diffIds().get(i);
            LayerIngest known = layer.digest().map(byDigest::get).orElse(null);
            if (known == null) {
                known = new LayerIngest(layer, diffId, session, progress, () -> abandoned);
                queue.add(known);
                LayerIngest added = known;
                layer.digest().ifPresent(digest -> byDigest.put(digest, added));
            }
            layers.add(known);
        }
        byImage.put(image, layers);
    }

    private void copy() {
        Throwable failure = null;
        for (LayerIngest layer : queue) {
            if (failure == null && abandoned) {
                failure = new IOException("loading was given up");
            }
            if (failure != null) {
                layer.fail(failure);
                continue;
            }
            try {
                layer.run();
            } catch (IOException | RuntimeException | Error e) {
                // Whatever it is, nobody must be left waiting for the layers.
                failure = e;
                layer.fail(e);
            }
        }
    }

    /** The layers of an image, to be unpacked while they may still be on their way. */
    public List<LayerInput> inputs(SourceImage image) {
        List<LayerInput> inputs = new ArrayList<>();
        List<LayerIngest> layers = byImage.getOrDefault(image, List.of());
        for (int i = 0; i < layers.size(); i++) {
            inputs.add(new IngestedLayer(
                    layers.get(i), image.config().config().diffIds().get(i)));
        }
        return inputs;
    }

    private record IngestedLayer(LayerIngest layer, LayerId diffId) implements LayerInput {
        @Override
        public long size() {
            return layer.layer().size();
        }

        @Override
        public boolean isNew() throws IOException {
            await(layer.file());
            return !layer.isPinned();
        }

        @Override
        public Opened open() throws IOException {
            GrowingFile file = await(layer.file());
            // Without a promised digest an uncompressed copy is compared with the diffID itself.
            boolean verified =
                    layer.layer().digest().map(diffId.digest()::equals).orElse(true);
            return new Opened(file.newReader(), verified, () -> {});
        }
    }

    /** Waits until all layers of an image are there, and adds its manifest and configuration. */
    public Descriptor finish(SourceImage image) throws IOException {
        List<Descriptor> layers = new ArrayList<>();
        for (LayerIngest layer : byImage.getOrDefault(image, List.of())) {
            layers.add(await(layer.descriptor()));
        }
        SourceImage.ConfigDocument config = image.config();
        if (image.manifest().isPresent()) {
            SourceImage.ManifestDocument manifest = image.manifest().get();
            session.put(config.digest(), config.bytes());
            session.put(manifest.descriptor().digest(), manifest.bytes());
            return manifest.descriptor();
        }
        Descriptor configDescriptor = session.add(config.mediaType(), config.bytes());
        byte[] manifest = Json.bytes(Manifest.of(configDescriptor, layers).json());
        return session.add(MediaTypes.OCI_MANIFEST, manifest);
    }

    /** The failure of the copying itself, which explains those of whoever read the copies. */
    private static <T> T await(CompletableFuture<T> future) throws IOException {
        try {
            return future.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case null, default -> throw new IOException(e);
            }
        }
    }

    /** The first failure of a copy, if there was one so far. */
    public void throwFailure() throws IOException {
        for (LayerIngest layer : queue) {
            if (layer.descriptor().isCompletedExceptionally()) {
                await(layer.descriptor());
            }
        }
    }

    /** Stops copying, and closes the copies. */
    @Override
    public void close() throws IOException {
        abandoned = true;
        try {
            copier.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while loading", e);
        }
        for (LayerIngest layer : queue) {
            if (!layer.file().isCompletedExceptionally()) {
                layer.file().join().close();
            }
        }
    }
}
