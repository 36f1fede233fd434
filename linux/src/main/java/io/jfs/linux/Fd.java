package io.jfs.linux;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Syscall;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file descriptor, owned: whoever holds it closes it. Closing twice, or from several threads, closes the number
 * once, so a number that the kernel has given to somebody else is never closed. A descriptor must not be closed while
 * another thread is inside a call that uses it.
 */
public final class Fd implements AutoCloseable {
    /** {@code AT_FDCWD}, linux/fcntl.h. */
    private static final int AT_FDCWD = -100;

    private static final int CLOSED = -1;
    private static final int F_DUPFD_CLOEXEC = 1030; // linux/fcntl.h
    private static final Fd CWD = new Fd(AT_FDCWD);

    private final AtomicInteger number;

    private Fd(int number) {
        this.number = new AtomicInteger(number);
    }

    /**
     * Takes ownership of an open descriptor.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public static Fd ofOwned(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("not a file descriptor: " + number);
        }
        return new Fd(number);
    }

    /** The working directory ({@code AT_FDCWD}), as the directory of {@code *at} calls. Closing it does nothing. */
    public static Fd cwd() {
        return CWD;
    }

    /**
     * The number.
     *
     * @throws IllegalStateException if it was closed
     */
    public int number() {
        int n = number.get();
        if (n == CLOSED) {
            throw new IllegalStateException("file descriptor was closed");
        }
        return n;
    }

    /** Whether it was not closed yet. */
    public boolean isOpen() {
        return number.get() != CLOSED;
    }

    /** {@code /proc/self/fd/N}, a path to the very file that is open; {@code /proc/self/cwd} for {@link #cwd()}. */
    public String procPath() {
        int n = number();
        return n == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/" + n;
    }

    /**
     * A second descriptor of the same open file: {@code int fcntl(int fd, F_DUPFD_CLOEXEC, 0)}. The two share the file
     * offset and any {@code flock}.
     *
     * @throws ErrnoException EMFILE
     */
    public Fd duplicate() throws ErrnoException {
        long copy = Kernel.call(Syscall.FCNTL, number(), F_DUPFD_CLOEXEC, 0);
        return new Fd((int) ErrnoException.check(copy, "fcntl", "F_DUPFD_CLOEXEC"));
    }

    /**
     * {@code int close(int fd)}; idempotent. What close(2) returns is not reported: the descriptor is gone in any case,
     * and whoever must know that data reached the disk calls {@link Sync#fsync}.
     */
    @Override
    public void close() {
        if (this == CWD) {
            return;
        }
        int n = number.getAndSet(CLOSED);
        if (n != CLOSED) {
            Kernel.call(Syscall.CLOSE, n);
        }
    }

    @Override
    public String toString() {
        return "Fd[" + number.get() + "]";
    }
}
