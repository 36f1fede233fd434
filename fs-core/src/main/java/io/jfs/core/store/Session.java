package io.jfs.core.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The life of one open store as other processes see it: a lock file in the staging directory, held from before the
 * first staged directory is made until after the last one is gone. Begins when it is first needed. Thread-safe.
 */
final class Session implements AutoCloseable {
    static final String LOCK_SUFFIX = ".lock";

    private final Path staging;
    private final String name =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private final Set<String> unfinished = new HashSet<>();
    private Optional<LockFile> lock = Optional.empty();
    private long last;

    Session(Path staging) {
        this.staging = staging;
    }

    /** The session that a name in the staging directory belongs to. */
    static String of(String stagingName) {
        int dot = stagingName.indexOf('.');
        return dot < 0 ? stagingName : stagingName.substring(0, dot);
    }

    static Path lockFile(Path staging, String session) {
        return staging.resolve(session + LOCK_SUFFIX);
    }

    /** A fresh name in the staging directory, unfinished until released. */
    synchronized String reserve() throws IOException {
        if (lock.isEmpty()) {
            lock = Optional.of(LockFile.acquire(lockFile(staging, name)));
        }
        last++;
        String reserved = name + "." + last;
        unfinished.add(reserved);
        return reserved;
    }

    /** Nothing of this name is left in the staging directory. */
    synchronized void release(String reserved) {
        unfinished.remove(reserved);
    }

    /** Leaves the lock file behind, unlocked, if something is unfinished: the next to open the store takes care. */
    @Override
    public synchronized void close() throws IOException {
        if (lock.isPresent()) {
            LockFile held = lock.get();
            lock = Optional.empty();
            if (unfinished.isEmpty()) {
                held.close();
            } else {
                held.leaveBehind();
            }
        }
    }
}
