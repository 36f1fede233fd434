package io.jfs.image.target;

import io.jfs.core.Progress;
import io.jfs.core.ProgressListener;
import io.jfs.image.layout.AtomicFile;
import io.jfs.image.layout.LayoutVersion;
import io.jfs.image.layout.Verification;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.ImageIndex;
import io.jfs.image.oci.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds images to an OCI image layout in a directory that belongs to nobody else meanwhile. */
public final class LayoutWriter {
    private final Path directory;
    private final SavedImage.Blobs blobs;
    private final ProgressListener progress;

    public LayoutWriter(Path directory, SavedImage.Blobs blobs, ProgressListener progress) {
        this.directory = directory;
        this.blobs = blobs;
        this.progress = progress;
    }

    /**
     * Adds images.
     *
     * @param name what to call the only image instead of its full reference
     */
    public void write(List<SavedImage> images, Optional<String> name) throws IOException {
        for (Descriptor blob : SavedImage.blobs(images).values()) {
            copy(blob);
        }
        List<Descriptor> entries = new ArrayList<>();
        for (SavedImage image : images) {
            entries.addAll(name.isEmpty() ? image.entries() : List.of(named(image, name.get())));
        }
        AtomicFile.write(directory.resolve(LayoutVersion.FILE), LayoutVersion.document());
        AtomicFile.write(
                directory.resolve("index.json"), Json.bytes(merged(entries).json()));
    }

    private static Descriptor named(SavedImage image, String name) {
        return image.entries()
                .getFirst()
                .withoutAnnotation(Descriptor.CONTAINERD_NAME)
                .withAnnotation(Descriptor.REF_NAME, name);
    }

    /** What the layout has, without entries of the same names, and the new entries. */
    private ImageIndex merged(List<Descriptor> added) throws IOException {
        Path file = directory.resolve("index.json");
        ImageIndex index;
        try {
            index = ImageIndex.parse(Files.readAllBytes(file), file.toString());
        } catch (NoSuchFileException _) {
            index = ImageIndex.empty();
        }
        List<Descriptor> entries = new ArrayList<>();
        for (Descriptor present : index.manifests()) {
            Optional<String> name = present.annotation(Descriptor.REF_NAME);
            boolean replaced = added.stream()
                    .anyMatch(entry -> entry.annotation(Descriptor.REF_NAME).equals(name)
                            && (name.isPresent() || entry.digest().equals(present.digest())));
            if (!replaced) {
                entries.add(present);
            }
        }
        entries.addAll(added);
        return index.withManifests(entries);
    }

    private void copy(Descriptor blob) throws IOException {
        Path parent = Files.createDirectories(
                directory.resolve("blobs").resolve(blob.digest().algorithm()));
        Path file = parent.resolve(blob.digest().hex());
        if (Files.isRegularFile(file) && Files.size(file) == blob.size()) {
            return;
        }
        Path temporary = Files.createTempFile(parent, ".", ".new");
        try {
            MessageDigest computation = blob.digest().newDigest();
            try (InputStream in = blobs.open(blob);
                    OutputStream out = Files.newOutputStream(temporary)) {
                byte[] buffer = new byte[256 << 10];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    computation.update(buffer, 0, count);
                    out.write(buffer, 0, count);
                }
            }
            Verification.verify("blob", blob.digest(), computation);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        progress.report(
                new Progress("save", "writing", blob.digest().toString(), blob.size(), blob.size(), "bytes", true));
    }
}
