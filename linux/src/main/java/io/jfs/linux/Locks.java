package io.jfs.linux;

import static io.jfs.linux.ErrnoException.check;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Syscall;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Locks on files by {@code int flock(int fd, int operation)}. A lock belongs to the open file that is returned: it
 * works between processes and between threads alike, is not recursive, and is released by closing it or by the end of
 * the process. The file is made with mode 0600 if it is missing, and is never removed.
 */
public final class Locks {
    // linux/fcntl.h
    private static final int LOCK_SH = 1;
    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;

    private Locks() {}

    /**
     * Waits until nobody else holds the lock, and takes it.
     *
     * @throws ErrnoException as open(2) and flock(2)
     */
    public static Fd lockExclusive(Path file) throws ErrnoException {
        return lock(file, LOCK_EX).orElseThrow();
    }

    /**
     * Takes the lock unless somebody else holds it.
     *
     * @return empty if the lock is held
     * @throws ErrnoException as open(2) and flock(2)
     */
    public static Optional<Fd> tryLockExclusive(Path file) throws ErrnoException {
        return lock(file, LOCK_EX | LOCK_NB);
    }

    /**
     * Waits until nobody holds the lock exclusively, and shares it.
     *
     * @throws ErrnoException as open(2) and flock(2)
     */
    public static Fd lockShared(Path file) throws ErrnoException {
        return lock(file, LOCK_SH).orElseThrow();
    }

    /**
     * Shares the lock unless somebody holds it exclusively.
     *
     * @return empty if the lock is held exclusively
     * @throws ErrnoException as open(2) and flock(2)
     */
    public static Optional<Fd> tryLockShared(Path file) throws ErrnoException {
        return lock(file, LOCK_SH | LOCK_NB);
    }

    private static Optional<Fd> lock(Path file, int operation) throws ErrnoException {
        Fd fd = Open.open(file, Open.O_RDWR | Open.O_CREAT | Open.O_NOFOLLOW, 0600);
        boolean locked = false;
        try {
            long result = Kernel.retry(Syscall.FLOCK, fd.number(), operation, 0);
            if (Errno.EAGAIN.is(result)) {
                return Optional.empty();
            }
            check(result, "flock", file.toString());
            locked = true;
            return Optional.of(fd);
        } finally {
            if (!locked) {
                fd.close();
            }
        }
    }
}
