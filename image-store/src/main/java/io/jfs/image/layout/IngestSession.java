package io.jfs.image.layout;

import io.jfs.core.Digest;
import io.jfs.core.store.SyncPolicy;
import io.jfs.image.oci.Descriptor;
import io.jfs.linux.Fd;
import io.jfs.linux.Locks;
import io.jfs.linux.Open;
import io.jfs.linux.Sync;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gathers the blobs of images that are on their way in. Nothing of it is visible until {@link #publish}; closing an
 * unpublished session leaves the store as it was.
 *
 * <p>The session is a directory with a lock file that this process holds. After a crash the lock is free, and
 * {@link #removeAbandoned} removes the directory. Creating a session and looking for abandoned ones exclude each other
 * by {@code ingest/lock}, so a session is never seen without its lock held.
 *
 * <p>Thread-safe, except that {@code publish} and {@code close} must come last.
 */
public final class IngestSession implements Closeable {
    private static final String LOCK = "lock";

    private final Layout layout;
    private final Path directory;
    private final Fd lock;
    private final AtomicInteger files = new AtomicInteger();
    private final Map<Digest, Path> blobs = new LinkedHashMap<>();

    private IngestSession(Layout layout, Path directory, Fd lock) {
        this.layout = layout;
        this.directory = directory;
        this.lock = lock;
    }

    /** Begins a session. */
    public static IngestSession begin(Layout layout) throws IOException {
        Path ingest = Files.createDirectories(layout.ingest());
        Path directory = ingest.resolve(
                HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
        try (Fd _ = Locks.lockExclusive(ingest.resolve(LOCK))) {
            Files.createDirectory(directory);
            return new IngestSession(layout, directory, Locks.lockExclusive(directory.resolve(LOCK)));
        }
    }

    /** Removes sessions of processes that died. */
    public static void removeAbandoned(Layout layout) throws IOException {
        if (!Files.isDirectory(layout.ingest())) {
            return;
        }
        try (Fd _ = Locks.lockExclusive(layout.ingest().resolve(LOCK));
                DirectoryStream<Path> sessions = Files.newDirectoryStream(layout.ingest(), Files::isDirectory)) {
            for (Path session : sessions) {
                Optional<Fd> abandoned = Locks.tryLockExclusive(session.resolve(LOCK));
                if (abandoned.isPresent()) {
                    try (Fd _ = abandoned.get()) {
                        removeDirectory(session);
                    }
                }
            }
        }
    }

    /** A path for a new file within the session, which is removed with it unless {@link #adopt adopted}. */
    public Path newFile() {
        return directory.resolve("file-" + files.incrementAndGet());
    }

    /** Adds a blob whose content is in memory, under its sha256. */
    public Descriptor add(String mediaType, byte[] content) throws IOException {
        Digest digest = Digest.sha256(content);
        put(digest, content);
        return Descriptor.of(mediaType, digest, content.length);
    }

    /** Adds a blob whose content is in memory and has been verified. */
    public void put(Digest digest, byte[] content) throws IOException {
        Path file = newFile();
        Files.write(file, content);
        adopt(file, digest);
    }

    /** Makes a file of the session a blob. Its content must have been verified. */
    public synchronized void adopt(Path file, Digest digest) throws IOException {
        if (blobs.containsKey(digest)) {
            Files.delete(file);
            return;
        }
        Path blob = directory.resolve(digest.algorithm() + "-" + digest.hex());
        Files.move(file, blob);
        blobs.put(digest, blob);
    }

    /** Makes a file of the session a blob, and leaves the file where it is. Its content must have been verified. */
    public synchronized void adoptLinked(Path file, Digest digest) throws IOException {
        if (!blobs.containsKey(digest)) {
            Path link = newFile();
            Files.createLink(link, file);
            adopt(link, digest);
        }
    }

    /**
     * Makes use of a blob that the store has already, and keeps it even if it is removed meanwhile.
     *
     * @return false if the store does not have it, or has it in another size
     */
    public synchronized boolean pin(Descriptor blob) throws IOException {
        if (blobs.containsKey(blob.digest())) {
            return true;
        }
        Path link = directory.resolve(
                blob.digest().algorithm() + "-" + blob.digest().hex());
        try {
            Files.createLink(link, layout.blob(blob.digest()));
        } catch (NoSuchFileException _) {
            return false;
        }
        if (Files.size(link) != blob.size()) {
            Files.delete(link);
            return false;
        }
        blobs.put(blob.digest(), link);
        return true;
    }

    /** Where a blob of the session is. */
    public synchronized Optional<Path> find(Digest digest) {
        return Optional.ofNullable(blobs.get(digest));
    }

    /** Moves all blobs to their place and changes the index, in this order; afterwards the session is empty. */
    public synchronized void publish(SyncPolicy sync, Layout.IndexChange change) throws IOException {
        if (sync == SyncPolicy.FILESYSTEM) {
            try (Fd session = Open.open(directory, Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
                Sync.syncFileSystem(session);
            }
        }
        try (Fd _ = layout.lockIndex()) {
            for (Map.Entry<Digest, Path> blob : blobs.entrySet()) {
                layout.placeBlobLocked(blob.getValue(), blob.getKey());
            }
            if (sync == SyncPolicy.FILESYSTEM) {
                syncBlobDirectories();
            }
            layout.updateLocked(change);
        }
        blobs.clear();
    }

    private void syncBlobDirectories() throws IOException {
        List<Path> parents = new ArrayList<>();
        for (Digest digest : blobs.keySet()) {
            Path parent = layout.blob(digest).resolveSibling(".").normalize();
            if (!parents.contains(parent)) {
                parents.add(parent);
                AtomicFile.syncDirectory(parent);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            removeDirectory(directory);
        } finally {
            lock.close();
        }
    }

    private static void removeDirectory(Path session) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(session)) {
            for (Path child : children) {
                if (!child.endsWith(LOCK)) {
                    Files.deleteIfExists(child);
                }
            }
        }
        Files.deleteIfExists(session.resolve(LOCK));
        Files.deleteIfExists(session);
    }
}
