package io.jfs.union;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A reentrant lock that is there once it is needed: most files are never changed, and there may be millions. */
final class LazyLock {
    private volatile @Nullable ReentrantLock lock;

    private ReentrantLock made() {
        ReentrantLock now = lock;
        return now == null ? make() : now;
    }

    private synchronized ReentrantLock make() {
        ReentrantLock now = lock;
        if (now == null) {
            now = new ReentrantLock();
            lock = now;
        }
        return now;
    }

    void lock() {
        made().lock();
    }

    boolean tryLock() {
        return made().tryLock();
    }

    void unlock() {
        made().unlock();
    }
}
