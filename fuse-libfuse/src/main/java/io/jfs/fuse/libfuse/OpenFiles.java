package io.jfs.fuse.libfuse;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Files and directories that are open, by the number that libfuse keeps. Thread-safe. */
final class OpenFiles {
    /**
     * An open file, which holds a lookup of its node.
     *
     * @param byMessage whether the handler was told, and is to be told of the end
     */
    record OpenFile(long node, long handle, boolean byMessage) {}

    private final Map<Long, OpenFile> files = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();

    long add(OpenFile file) {
        long number = last.incrementAndGet();
        files.put(number, file);
        return number;
    }

    OpenFile get(long number) throws ErrnoException {
        return Optional.ofNullable(files.get(number)).orElseThrow(OpenFiles::unknown);
    }

    OpenFile remove(long number) throws ErrnoException {
        return Optional.ofNullable(files.remove(number)).orElseThrow(OpenFiles::unknown);
    }

    private static ErrnoException unknown() {
        return new ErrnoException(Errno.EBADF, "fuse", "");
    }
}
