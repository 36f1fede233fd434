package io.jfs.core.store;

import io.jfs.linux.Fd;
import io.jfs.linux.Locks;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that is locked by flock(2) while it is in use, and deleted when it is not. The kernel frees the lock of a
 * process that dies, so a file that is there and can be locked was left by the dead. Locks exclude threads of one
 * process too.
 *
 * <p>Who waits for a lock may get it on a file that its former owner has deleted, while a third locks a new file of
 * that name. So a lock counts only if the file is still in its place.
 */
final class LockFile implements AutoCloseable {
    private final Path path;
    private final Fd fd;

    private LockFile(Path path, Fd fd) {
        this.path = path;
        this.fd = fd;
    }

    /** Waits for the lock. */
    static LockFile acquire(Path path) throws IOException {
        while (true) {
            Fd fd = Locks.lockExclusive(path);
            if (isInPlace(path, fd)) {
                return new LockFile(path, fd);
            }
            fd.close();
        }
    }

    /** Empty if someone alive has the lock. */
    static Optional<LockFile> tryAcquire(Path path) throws IOException {
        while (true) {
            Optional<Fd> fd = Locks.tryLockExclusive(path);
            if (fd.isEmpty()) {
                return Optional.empty();
            }
            if (isInPlace(path, fd.get())) {
                return Optional.of(new LockFile(path, fd.get()));
            }
            fd.get().close();
        }
    }

    private static boolean isInPlace(Path path, Fd fd) throws IOException {
        try {
            Object there = Files.getAttribute(path, "unix:ino");
            return there.equals(Stat.stat(fd).inode());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Gives up the lock and leaves the file, so that it tells of something unfinished. */
    void leaveBehind() {
        fd.close();
    }

    /** Deletes the file, then gives up the lock. */
    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(path);
        } finally {
            fd.close();
        }
    }
}
