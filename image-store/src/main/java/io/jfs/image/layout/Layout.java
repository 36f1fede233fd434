package io.jfs.image.layout;

import io.jfs.core.Digest;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.ImageIndex;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.Json;
import io.jfs.linux.Fd;
import io.jfs.linux.Locks;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An OCI image layout on disk that many processes change at once (OCI image-spec, image-layout.md).
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>{@code index.json} is only replaced as a whole, by rename, by the holder of {@code index.lock}.
 *   <li>A blob's file appears by rename, with its whole content, before the index refers to it.
 *   <li>Blobs are removed only by the holder of {@code index.lock}, and only if the index does not reach them. A
 *       session that counts on a blob holds a hard link to it, so the removal does not take it away from the session.
 * </ol>
 *
 * <p>Lock order: a chain's lock, then {@code ingest/lock}, then {@code index.lock}.
 */
public final class Layout {
    private static final String INDEX = "index.json";
    private static final String VERSION = LayoutVersion.FILE;

    private final Path root;

    private Layout(Path root) {
        this.root = root;
    }

    /** Opens a layout, and makes it if there is none. */
    public static Layout open(Path root) throws IOException {
        Layout layout = new Layout(root);
        if (Files.exists(root.resolve(INDEX))) {
            LayoutVersion.require(root.resolve(VERSION));
        } else {
            layout.create();
        }
        return layout;
    }

    private void create() throws IOException {
        Files.createDirectories(root.resolve("blobs").resolve("sha256"));
        try (Fd _ = lockIndex()) {
            if (!Files.exists(root.resolve(INDEX))) {
                AtomicFile.write(root.resolve(VERSION), LayoutVersion.document());
                AtomicFile.write(
                        root.resolve(INDEX), Json.bytes(ImageIndex.empty().json()));
            }
        }
    }

    /** The directory of the layout. */
    public Path root() {
        return root;
    }

    /** Where sessions gather blobs. */
    Path ingest() {
        return root.resolve("ingest");
    }

    /** Where a blob is or will be. */
    public Path blob(Digest digest) {
        return root.resolve("blobs").resolve(digest.algorithm()).resolve(digest.hex());
    }

    /** Where the headers of a layer's archive are kept, once somebody has looked into it. */
    public Path headers(Digest layer) {
        return headers().resolve(layer.algorithm() + "-" + layer.hex());
    }

    private Path headers() {
        return root.resolve("headers");
    }

    /** Removes headers whose blob is gone, and what died on its way to them. */
    void removeUnusedHeaders() throws IOException {
        if (!Files.isDirectory(headers())) {
            return;
        }
        Set<Path> used = blobs().stream().map(this::headers).collect(Collectors.toSet());
        try (DirectoryStream<Path> files = Files.newDirectoryStream(headers())) {
            for (Path file : files) {
                if (!used.contains(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Whether a blob of this digest and size is there. */
    public boolean has(Descriptor blob) throws IOException {
        try {
            return Files.size(blob(blob.digest())) == blob.size();
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    /** The size of a blob's file; 0 if it is not there any more. */
    public long blobSize(Digest digest) throws IOException {
        try {
            return Files.size(blob(digest));
        } catch (NoSuchFileException _) {
            return 0;
        }
    }

    /**
     * Opens a blob for reading.
     *
     * @throws NoSuchFileException if it is missing
     * @throws InvalidImageException if it has another size than promised
     */
    public FileChannel open(Descriptor blob) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(blob(blob.digest()), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw (NoSuchFileException)
                    new NoSuchFileException("blob " + blob.digest(), null, "is missing from the store").initCause(e);
        }
        if (channel.size() != blob.size()) {
            long found = channel.size();
            channel.close();
            throw new InvalidImageException(
                    "blob " + blob.digest() + " has " + found + " bytes instead of " + blob.size());
        }
        return channel;
    }

    /** Reads a small blob and verifies its digest. */
    public byte[] readDocument(Descriptor blob) throws IOException {
        if (blob.size() > Json.MAX_BYTES) {
            throw new InvalidImageException("blob " + blob.digest() + " is larger than " + Json.MAX_BYTES + " bytes");
        }
        try (FileChannel channel = open(blob)) {
            byte[] content = Channels.newInputStream(channel).readNBytes((int) blob.size());
            Verification.verify("blob", blob.digest(), content);
            return content;
        }
    }

    /** What the index says now. */
    public ImageIndex index() throws IOException {
        return ImageIndex.parse(
                Files.readAllBytes(root.resolve(INDEX)), root.resolve(INDEX).toString());
    }

    /** A change of the index, which runs while nobody else changes it. */
    @FunctionalInterface
    public interface IndexChange {
        /**
         * Gives the new index.
         *
         * @param current what the index says now
         * @return an equal one if nothing is to be written
         */
        ImageIndex apply(ImageIndex current) throws IOException;
    }

    /** Changes the index. */
    public void update(IndexChange change) throws IOException {
        try (Fd _ = lockIndex()) {
            updateLocked(change);
        }
    }

    /** Changes the index. Preconditions: the caller holds {@link #lockIndex}. */
    void updateLocked(IndexChange change) throws IOException {
        ImageIndex current = index();
        ImageIndex changed = change.apply(current);
        if (!changed.equals(current)) {
            AtomicFile.write(root.resolve(INDEX), Json.bytes(changed.json()));
        }
    }

    /** Removes what writers that died left. Preconditions: the caller holds {@link #lockIndex}. */
    void removeLeftoversLocked() throws IOException {
        AtomicFile.removeLeftover(root.resolve(INDEX));
        AtomicFile.removeLeftover(root.resolve(VERSION));
    }

    /** Keeps everybody else from changing the index or removing blobs until closed. */
    public Fd lockIndex() throws IOException {
        return Locks.lockExclusive(root.resolve("index.lock"));
    }

    /** All blobs that are there, unsorted. Foreign files are left out. */
    public List<Digest> blobs() throws IOException {
        List<Digest> digests = new ArrayList<>();
        for (String algorithm : new String[] {"sha256", "sha512"}) {
            Path directory = root.resolve("blobs").resolve(algorithm);
            if (Files.isDirectory(directory)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                    files.forEach(file -> addDigest(digests, algorithm, String.valueOf(file.getFileName())));
                }
            }
        }
        return digests;
    }

    private static void addDigest(List<Digest> digests, String algorithm, String hex) {
        boolean isDigest = hex.matches("[0-9a-f]+") && hex.length() == (algorithm.equals("sha256") ? 64 : 128);
        if (isDigest) {
            digests.add(new Digest(algorithm, hex));
        }
    }

    /** Puts a finished file in a blob's place. Preconditions: the caller holds {@link #lockIndex}. */
    void placeBlobLocked(Path file, Digest digest) throws IOException {
        Path target = blob(digest);
        try {
            Files.createDirectories(target.resolveSibling("."));
        } catch (FileAlreadyExistsException e) {
            throw new InvalidImageException(target + ": its parent is not a directory", e);
        }
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
