package io.jfs.union;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;

/** Failures that the union itself finds. */
final class Failures {
    private Failures() {}

    /** {@code call} failed on {@code subject} because of {@code errno}. */
    static ErrnoException of(Errno errno, String call, String subject) {
        return new ErrnoException(errno, call, subject);
    }
}
