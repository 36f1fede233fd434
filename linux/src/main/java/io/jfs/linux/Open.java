package io.jfs.linux;

import static io.jfs.linux.ErrnoException.check;
import static io.jfs.linux.NativePath.terminated;

import io.jfs.linux.internal.Architecture;
import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;
import java.nio.file.Path;

/**
 * Opening files: open(2), openat2(2). {@link #O_CLOEXEC} is always added. A mode matters only where a file may be
 * created ({@link #O_CREAT}, {@link #O_TMPFILE}) and is subject to the umask. Calls that a signal interrupts are
 * repeated.
 */
public final class Open {
    // asm-generic/fcntl.h; those that aarch64 numbers differently also arch/arm64/include/uapi/asm/fcntl.h
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0100;
    public static final int O_EXCL = 0200;
    public static final int O_NOCTTY = 0400;
    public static final int O_TRUNC = 01000;
    public static final int O_APPEND = 02000;
    public static final int O_NONBLOCK = 04000;
    public static final int O_DIRECTORY = Architecture.AARCH64 ? 040000 : 0200000;
    public static final int O_NOFOLLOW = Architecture.AARCH64 ? 0100000 : 0400000;
    public static final int O_DIRECT = Architecture.AARCH64 ? 0200000 : 040000;
    public static final int O_NOATIME = 01000000;
    public static final int O_CLOEXEC = 02000000;
    public static final int O_PATH = 010000000;
    public static final int O_TMPFILE = 020000000 | O_DIRECTORY;

    // linux/openat2.h
    public static final int RESOLVE_NO_XDEV = 0x01;
    public static final int RESOLVE_NO_MAGICLINKS = 0x02;
    public static final int RESOLVE_NO_SYMLINKS = 0x04;
    public static final int RESOLVE_BENEATH = 0x08;
    public static final int RESOLVE_IN_ROOT = 0x10;

    private static final int HOW_BYTES = 24; // struct open_how { u64 flags, mode, resolve; }

    /**
     * openat2 answers EAGAIN when something is renamed while it checks {@code ..}; an attacker could make it do so for
     * ever.
     */
    private static final int EAGAIN_LIMIT = 256;

    private Open() {}

    /**
     * {@code int openat(AT_FDCWD, const char *path, int flags, mode_t mode)}, for well-known paths of our own.
     *
     * @throws ErrnoException as open(2)
     */
    public static Fd open(Path path, int flags, int mode) throws ErrnoException {
        return openAt(Fd.cwd(), path.toString(), flags, mode);
    }

    /**
     * {@code int openat(int dirfd, const char *path, int flags, mode_t mode)}. Follows symbolic links unless
     * {@link #O_NOFOLLOW} is given, and then still those before the last component: pass a single name.
     *
     * @throws ErrnoException as open(2); ELOOP if {@link #O_NOFOLLOW} met a symbolic link
     */
    public static Fd openAt(Fd dir, String name, int flags, int mode) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long path = scratch.put(terminated("openat", name));
        long result = Kernel.retry(Syscall.OPENAT, dir.number(), path, flags | O_CLOEXEC, mode);
        return Fd.ofOwned((int) check(result, "openat", name));
    }

    /**
     * Opens a path as a process would see it whose root directory is {@code root}: absolute paths and links, and any
     * number of {@code ..}, stay inside. {@code openat2} with {@code RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS}. The
     * empty path is the root itself.
     *
     * @throws ErrnoException as openat2(2); ELOOP for a magic link; EAGAIN if somebody keeps renaming things on the way
     */
    public static Fd openBeneathRoot(Fd root, String path, int flags, int mode) throws ErrnoException {
        String inside = path.isEmpty() ? "." : path;
        return openAt2(root, inside, flags, mode, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
    }

    /**
     * {@code long openat2(int dirfd, const char *path, struct open_how *how, size_t size)}. The kernel refuses flags it
     * does not know and contradictory ones (beside {@link #O_PATH} only {@link #O_DIRECTORY} and {@link #O_NOFOLLOW}).
     *
     * @param mode ignored unless a file may be created
     * @param resolve {@code RESOLVE_*}
     * @throws ErrnoException as openat2(2); EXDEV or ELOOP if the path leaves what {@code resolve} allows
     */
    public static Fd openAt2(Fd dir, String path, int flags, int mode, int resolve) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long address = scratch.put(terminated("openat2", path));
        long how = scratch.reserve(HOW_BYTES);
        boolean creates = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
        scratch.setLong(how, Integer.toUnsignedLong(flags | O_CLOEXEC));
        scratch.setLong(how + 8, creates ? mode & 07777 : 0);
        scratch.setLong(how + 16, resolve);
        long result;
        int attempts = 0;
        do {
            result = Kernel.retry(Syscall.OPENAT2, dir.number(), address, scratch.address(how), HOW_BYTES);
        } while (Errno.EAGAIN.is(result) && ++attempts < EAGAIN_LIMIT);
        return Fd.ofOwned((int) check(result, "openat2", path));
    }
}
