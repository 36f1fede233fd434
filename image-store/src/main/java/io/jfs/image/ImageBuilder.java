package io.jfs.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.core.Change;
import io.jfs.core.ProgressListener;
import io.jfs.core.SnapshotKey;
import io.jfs.core.diff.DoubleWalk;
import io.jfs.core.layer.Compression;
import io.jfs.core.layer.LayerLimits;
import io.jfs.core.layer.LayerTar;
import io.jfs.core.layer.LayerWriter;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.SyncPolicy;
import io.jfs.image.layout.IngestSession;
import io.jfs.image.layout.Layout;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.HistoryEntry;
import io.jfs.image.oci.ImageConfig;
import io.jfs.image.oci.ImageIndex;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.Json;
import io.jfs.image.oci.Manifest;
import io.jfs.image.oci.MediaTypes;
import io.jfs.image.oci.Platform;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes new images: out of a snapshot's changes, an archive, or a directory. */
final class ImageBuilder {
    private final Layout layout;
    private final NewImageOptions options;
    private final ProgressListener progress;

    /** @throws IllegalArgumentException if a change is malformed */
    ImageBuilder(Layout layout, NewImageOptions options, ProgressListener progress) {
        options.changes().forEach(ConfigChanges::validate);
        this.layout = layout;
        this.options = options;
        this.progress = progress;
    }

    Descriptor commit(SnapshotStore snapshots, SnapshotKey active, Optional<Image> parent) throws IOException {
        try (IngestSession session = IngestSession.begin(layout)) {
            NewLayer layer;
            try (Fd root = snapshots.openTree(active)) {
                List<Change> changes = new ArrayList<>();
                snapshots.diff(active, changes::add);
                layer = NewLayer.write(
                        tar -> LayerWriter.write(root, changes, tar),
                        options.compression(),
                        session,
                        "commit",
                        progress);
            }
            HistoryEntry step =
                    step(options.createdBy().isEmpty() ? "jfs commit" : options.createdBy(), options.message());
            return publish(parent, layer, step, session);
        }
    }

    /** @param empty an empty directory to compare with */
    Descriptor importDirectory(Path directory, Path empty) throws IOException {
        try (IngestSession session = IngestSession.begin(layout);
                Fd root = Open.open(directory, Open.O_RDONLY | Open.O_DIRECTORY, 0);
                Fd nothing = Open.open(empty, Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            List<Change> changes = new ArrayList<>();
            DoubleWalk.changes(nothing, root, changes::add);
            NewLayer layer = NewLayer.write(
                    tar -> LayerWriter.write(root, changes, tar), options.compression(), session, "import", progress);
            return publishImported(layer, "Imported from " + directory, session);
        }
    }

    Descriptor importTar(InputStream in) throws IOException {
        try (IngestSession session = IngestSession.begin(layout)) {
            BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
            buffered.mark(Compression.MAGIC_LENGTH);
            byte[] magic = buffered.readNBytes(Compression.MAGIC_LENGTH);
            buffered.reset();
            InputStream plain = Compression.detect(magic).decompress(buffered);
            NewLayer layer =
                    NewLayer.write(tar -> copyTar(plain, tar), options.compression(), session, "import", progress);
            return publishImported(layer, "Imported from -", session);
        }
    }

    private Descriptor publishImported(NewLayer layer, String comment, IngestSession session) throws IOException {
        String message = options.message().isEmpty() ? comment : options.message();
        return publish(Optional.empty(), layer, step(options.createdBy(), message), session);
    }

    /** Passes a tar on unchanged while reading it, so that what is no layer is refused. */
    private static void copyTar(InputStream plain, OutputStream out) throws IOException {
        LayerTar tar = new LayerTar(new Tee(plain, out), LayerLimits.DEFAULT);
        long entries = 0;
        while (tar.next().isPresent()) {
            entries++;
        }
        tar.drain();
        if (entries == 0) {
            throw new InvalidImageException("the archive to import is empty or not a tar");
        }
    }

    private HistoryEntry step(String createdBy, String comment) {
        return new HistoryEntry(Optional.of(now()), createdBy, options.author(), comment, false);
    }

    /** The time that reproducible builds pretend, or the real one. */
    private static Instant now() {
        String epoch = System.getenv("SOURCE_DATE_EPOCH");
        return epoch != null && epoch.matches("[0-9]{1,12}")
                ? Instant.ofEpochSecond(Long.parseLong(epoch))
                : Instant.now();
    }

    private Descriptor publish(Optional<Image> parent, NewLayer layer, HistoryEntry step, IngestSession session)
            throws IOException {
        ImageConfig config = parent.map(image -> image.config().withLayer(layer.diffId(), step))
                .orElseGet(() -> ImageConfig.ofLayer(layer.diffId(), Platform.host(), step));
        ObjectNode json = config.json();
        json.put("created", now().toString());
        if (!options.author().isEmpty()) {
            json.put("author", options.author());
        }
        ObjectNode execution = json.path("config") instanceof ObjectNode present ? present : json.putObject("config");
        options.changes().forEach(change -> ConfigChanges.apply(execution, change));
        List<Descriptor> layers = new ArrayList<>();
        for (Descriptor below : parent.map(Image::layers).orElse(List.of())) {
            if (!session.pin(below)) {
                throw new InvalidImageException("blob " + below.digest() + " of the parent is missing or damaged");
            }
            layers.add(below);
        }
        layers.add(layer.blob());
        Descriptor configDescriptor = session.add(MediaTypes.OCI_CONFIG, Json.bytes(json));
        Manifest manifest = Manifest.of(configDescriptor, layers);
        Descriptor descriptor = session.add(MediaTypes.OCI_MANIFEST, Json.bytes(manifest.json()))
                .withPlatform(config.platform());
        long unpacked = parent.map(Image::size).orElse(0L) + layer.tarBytes();
        session.publish(SyncPolicy.FILESYSTEM, index -> {
            ImageIndex named = options.name()
                    .map(name -> ImageIndexes.withName(index, descriptor, name))
                    .orElseGet(() -> ImageIndexes.withDangling(index, descriptor));
            return ImageIndexes.withUnpackedSize(named, descriptor.digest(), unpacked);
        });
        return descriptor;
    }

    /** Copies what is read. */
    private static final class Tee extends FilterInputStream {
        private final OutputStream copy;

        Tee(InputStream in, OutputStream copy) {
            super(in);
            this.copy = copy;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            if (value >= 0) {
                copy.write(value);
            }
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            if (count > 0) {
                copy.write(buffer, offset, count);
            }
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            return readNBytes((int) Math.min(count, 1 << 16)).length;
        }
    }
}
