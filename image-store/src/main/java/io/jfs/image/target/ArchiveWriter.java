package io.jfs.image.target;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.core.Digest;
import io.jfs.core.Progress;
import io.jfs.core.ProgressListener;
import io.jfs.image.layout.LayoutVersion;
import io.jfs.image.layout.Verification;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.ImageIndex;
import io.jfs.image.oci.Json;
import io.jfs.image.oci.Reference;
import io.jfs.image.transport.ArchiveFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes images into one archive. Every blob is verified on its way. */
public final class ArchiveWriter {
    private final List<SavedImage> images;
    private final SavedImage.Blobs blobs;
    private final ArchiveFormat format;
    private final ProgressListener progress;

    public ArchiveWriter(
            List<SavedImage> images, SavedImage.Blobs blobs, ArchiveFormat format, ProgressListener progress) {
        this.images = images;
        this.blobs = blobs;
        this.format = format;
        this.progress = progress;
    }

    /** Writes the whole archive; flushes, does not close. */
    public void write(OutputStream out) throws IOException {
        PlainTar tar = new PlainTar(out);
        List<Descriptor> all = new ArrayList<>(SavedImage.blobs(images).values());
        if (format == ArchiveFormat.DOCKER_ARCHIVE) {
            writeDocker(tar);
        } else {
            // The small documents come first, so that a reader of a stream knows early what is coming.
            tar.file(LayoutVersion.FILE, LayoutVersion.document());
            tar.file("index.json", Json.bytes(index()));
            if (format == ArchiveFormat.COMBINED) {
                tar.file("manifest.json", Json.bytes(dockerManifest()));
            }
            tar.directory("blobs");
            Set<String> algorithms = new HashSet<>();
            for (Descriptor blob : all) {
                if (algorithms.add(blob.digest().algorithm())) {
                    tar.directory("blobs/" + blob.digest().algorithm());
                }
                copy(tar, blobName(blob), blob);
            }
        }
        tar.finish();
    }

    private void writeDocker(PlainTar tar) throws IOException {
        tar.file("manifest.json", Json.bytes(dockerManifest()));
        Set<Digest> written = new HashSet<>();
        for (SavedImage image : images) {
            Descriptor config = image.manifest().config();
            if (written.add(config.digest())) {
                copy(tar, config.digest().hex() + ".json", config);
            }
            for (Descriptor layer : image.manifest().layers()) {
                if (written.add(layer.digest())) {
                    copy(tar, layer.digest().hex() + ".tar", layer);
                }
            }
        }
    }

    private static String blobName(Descriptor blob) {
        return "blobs/" + blob.digest().algorithm() + "/" + blob.digest().hex();
    }

    private void copy(PlainTar tar, String name, Descriptor blob) throws IOException {
        MessageDigest computation = blob.digest().newDigest();
        String id = blob.digest().toString();
        long[] done = new long[1];
        try (InputStream content = blobs.open(blob)) {
            tar.file(name, blob.size(), content, (data, length) -> {
                computation.update(data, 0, length);
                done[0] += length;
                progress.report(new Progress("save", "writing", id, done[0], blob.size(), "bytes", false));
            });
        }
        Verification.verify("blob", blob.digest(), computation);
        progress.report(new Progress("save", "writing", id, blob.size(), blob.size(), "bytes", true));
    }

    private ObjectNode index() {
        List<Descriptor> entries = new ArrayList<>();
        images.forEach(image -> entries.addAll(image.entries()));
        return ImageIndex.empty().withManifests(entries).json();
    }

    /** Docker's {@code manifest.json}: where the configuration and the layers of each image are. */
    private ArrayNode dockerManifest() {
        boolean plainNames = format == ArchiveFormat.DOCKER_ARCHIVE;
        ArrayNode list = Json.array();
        for (SavedImage image : images) {
            ObjectNode entry = list.addObject();
            Descriptor config = image.manifest().config();
            entry.put("Config", plainNames ? config.digest().hex() + ".json" : blobName(config));
            ArrayNode tags = entry.putArray("RepoTags");
            for (Reference name : image.names()) {
                if (name.tag().isPresent()) {
                    // In full: Docker shortens it, podman would take a short one to be local.
                    tags.add(name.repository() + ":" + name.tag().get());
                }
            }
            ArrayNode layers = entry.putArray("Layers");
            for (Descriptor layer : image.manifest().layers()) {
                layers.add(plainNames ? layer.digest().hex() + ".tar" : blobName(layer));
            }
        }
        return list;
    }
}
