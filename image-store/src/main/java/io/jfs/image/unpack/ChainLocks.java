package io.jfs.image.unpack;

import io.jfs.core.SnapshotKey;
import io.jfs.linux.Fd;
import io.jfs.linux.Locks;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Locks on chains of layers, so that a layer is unpacked by one process at a time and not removed under the feet of one
 * that builds upon it. A holder of one chain's lock takes only locks of longer chains with the same beginning, so
 * nobody waits in a circle.
 */
public final class ChainLocks implements Closeable {
    private final Path directory;
    private final String driver;
    private final Map<SnapshotKey, Fd> held = new HashMap<>();

    /**
     * @param directory where the lock files are
     * @param driver whose snapshots the locks are for
     */
    public ChainLocks(Path directory, String driver) {
        this.directory = directory;
        this.driver = driver;
    }

    private Path file(SnapshotKey chain) {
        return directory.resolve("chain-" + driver + "-" + chain.text().replace(':', '-'));
    }

    /** Waits until nobody unpacks or removes the chain. */
    void shared(SnapshotKey chain) throws IOException {
        held.put(chain, Locks.lockShared(file(chain)));
    }

    /** Waits until nobody else uses the chain. */
    void exclusive(SnapshotKey chain) throws IOException {
        held.put(chain, Locks.lockExclusive(file(chain)));
    }

    /** Locks the chain if nobody uses it. */
    public boolean tryExclusive(SnapshotKey chain) throws IOException {
        Optional<Fd> lock = Locks.tryLockExclusive(file(chain));
        lock.ifPresent(fd -> held.put(chain, fd));
        return lock.isPresent();
    }

    /** Lets go of one chain. */
    public void release(SnapshotKey chain) {
        Fd lock = held.remove(chain);
        if (lock != null) {
            lock.close();
        }
    }

    @Override
    public void close() {
        held.values().forEach(Fd::close);
        held.clear();
    }
}
