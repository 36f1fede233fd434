package io.jfs.linux;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * A system call that failed. The message names the call, its subject and the reason: {@code openat2 etc/passwd: No such
 * file or directory (ENOENT)}.
 *
 * <p>It is cheap, since a failing call is often an answer: it has no stack trace unless the JVM runs with
 * {@code -Djfs.debug}, and makes its message only when asked.
 */
public final class ErrnoException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final boolean DEBUG = System.getProperty("jfs.debug") != null;

    private final Errno errno;
    private final int code;
    private final String call;
    private final String subject;

    /**
     * @param errno why it failed
     * @param call the system call, as in {@code openat2}
     * @param subject what it was about: a path or name; may be empty
     */
    public ErrnoException(Errno errno, String call, String subject) {
        this(errno, errno.code(), call, subject);
    }

    private ErrnoException(Errno errno, int code, String call, String subject) {
        this.errno = errno;
        this.code = code;
        this.call = call;
        this.subject = subject;
    }

    /**
     * Returns a system call's raw result if it is one.
     *
     * @param result the result, where -4095 to -1 is a negated error number
     * @throws ErrnoException if the result is an error
     */
    public static long check(long result, String call, String subject) throws ErrnoException {
        if (result < 0 && result >= -4095) {
            int code = (int) -result;
            throw new ErrnoException(Errno.of(code), code, call, subject);
        }
        return result;
    }

    /** The reason; {@link Errno#UNKNOWN} if the kernel knows more reasons than the table. */
    public Errno errno() {
        return errno;
    }

    /** The error number itself, positive. */
    public int code() {
        return code;
    }

    /** The system call, as in {@code openat2}. */
    public String call() {
        return call;
    }

    /** The path, name or other thing that the call was about; may be empty. */
    public String subject() {
        return subject;
    }

    /** Whether the reason is this one. */
    public boolean is(Errno reason) {
        return errno == reason;
    }

    @Override
    public String getMessage() {
        String what = subject.isEmpty() ? call : call + " " + NativePath.printable(subject);
        String name = errno == Errno.UNKNOWN ? "errno " + code : errno.name();
        return what + ": " + errno.description() + " (" + name + ")";
    }

    /** This failure as the exception that {@code java.nio.file} uses for it, with this one as its cause. */
    public FileSystemException toFileSystemException(String path) {
        String reason = getMessage();
        FileSystemException exception = switch (errno) {
            case ENOENT -> new NoSuchFileException(path, null, reason);
            case EEXIST -> new FileAlreadyExistsException(path, null, reason);
            case EACCES, EPERM -> new AccessDeniedException(path, null, reason);
            case ENOTEMPTY -> new DirectoryNotEmptyException(path);
            case ENOTDIR -> new NotDirectoryException(path);
            case ELOOP -> new FileSystemLoopException(path);
            default -> new FileSystemException(path, null, reason);
        };
        exception.initCause(this);
        return exception;
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // returns without touching any state
    public Throwable fillInStackTrace() {
        return DEBUG ? super.fillInStackTrace() : this;
    }
}
