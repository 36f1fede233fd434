package io.jfs.core.store;

import io.jfs.core.SnapshotId;
import io.jfs.core.driver.StorageDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A directory in staging, on its way to a snapshot or out of the world. Belongs to one thread. */
final class Staged {
    private final Directories directories;
    private final String name;
    private Optional<SnapshotId> published = Optional.empty();

    Staged(Directories directories, String name) {
        this.directories = directories;
        this.name = name;
    }

    String name() {
        return name;
    }

    Path path() {
        return directories.staging().resolve(name);
    }

    /**
     * Gives the directory the first number from {@code next} on that no directory has. One may have it without a
     * record: its process died just before the record was written. Only within a write transaction.
     */
    SnapshotId publish(long next) throws IOException {
        long number = next;
        while (!directories.publish(name, new SnapshotId(number))) {
            number++;
        }
        SnapshotId id = new SnapshotId(number);
        published = Optional.of(id);
        return id;
    }

    /** Takes publish back. Only within the same write transaction. */
    void withdraw() throws IOException {
        if (published.isPresent()) {
            directories.withdraw(published.get(), name);
            published = Optional.empty();
        }
    }

    /** The transaction is committed: the directory is no longer ours. */
    void settle() {
        directories.release(this);
    }

    /**
     * Deletes the directory. If it was published, the commit failed and nobody knows whether the record exists: then it
     * stays, and so does the session's lock file, for recovery to decide.
     */
    void discard(StorageDriver driver) throws IOException {
        if (published.isEmpty()) {
            driver.delete(path());
            directories.release(this);
        }
    }
}
