package io.jfs.linux;

import static io.jfs.linux.ErrnoException.check;
import static io.jfs.linux.NativePath.terminated;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;
import java.util.Optional;

/** Reading attributes: statx(2), statfs(2). Symbolic links are never followed. */
public final class Stat {
    // linux/fcntl.h
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_NO_AUTOMOUNT = 0x800;
    private static final int AT_EMPTY_PATH = 0x1000;

    // linux/stat.h
    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int STATX_MNT_ID = 0x1000;
    private static final int STATX_BYTES = 256;

    private static final int STATFS_BYTES = 120; // struct statfs, asm-generic/statfs.h

    private static final byte[] EMPTY_PATH = {0};

    private Stat() {}

    /**
     * Attributes of an open file, also of an {@code O_PATH} one: {@code int statx(int fd, "", AT_EMPTY_PATH, mask,
     * buf)}.
     *
     * @throws ErrnoException as statx(2)
     */
    public static FileStat stat(Fd fd) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long buffer = scratch.reserve(STATX_BYTES);
        check(statx(scratch, fd, EMPTY_PATH, AT_EMPTY_PATH, buffer), "statx", "");
        return read(scratch, buffer);
    }

    /**
     * Attributes of a directory's entry: {@code int statx(int dirfd, const char *name, AT_SYMLINK_NOFOLLOW, mask,
     * buf)}.
     *
     * @throws ErrnoException as statx(2): ENOENT, ENOTDIR, EACCES
     */
    public static FileStat statAt(Fd dir, String name) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long buffer = scratch.reserve(STATX_BYTES);
        check(statx(scratch, dir, terminated("statx", name), 0, buffer), "statx", name);
        return read(scratch, buffer);
    }

    /**
     * As {@link #statAt}, empty if there is no such entry.
     *
     * @throws ErrnoException as {@link #statAt}, but never ENOENT
     */
    public static Optional<FileStat> find(Fd dir, String name) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long buffer = scratch.reserve(STATX_BYTES);
        long result = statx(scratch, dir, terminated("statx", name), 0, buffer);
        if (Errno.ENOENT.is(result)) {
            return Optional.empty();
        }
        check(result, "statx", name);
        return Optional.of(read(scratch, buffer));
    }

    /**
     * The filesystem that an open file is on: {@code int fstatfs(int fd, struct statfs *buf)}.
     *
     * @throws ErrnoException as statfs(2)
     */
    public static FileSystemStat fileSystem(Fd fd) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long at = scratch.reserve(STATFS_BYTES);
        check(Kernel.retry(Syscall.FSTATFS, fd.number(), scratch.address(at), 0), "fstatfs", "");
        return new FileSystemStat(
                scratch.getLong(at) & 0xffff_ffffL,
                scratch.getLong(at + 8),
                scratch.getLong(at + 16),
                scratch.getLong(at + 24),
                scratch.getLong(at + 32),
                scratch.getLong(at + 40),
                scratch.getLong(at + 48),
                (int) scratch.getLong(at + 64),
                scratch.getLong(at + 80));
    }

    private static long statx(Scratch scratch, Fd dir, byte[] path, int flags, long buffer) {
        long address = scratch.put(path);
        int allFlags = flags | AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT;
        int mask = STATX_BASIC_STATS | STATX_MNT_ID;
        return Kernel.call(Syscall.STATX, dir.number(), address, allFlags, mask, scratch.address(buffer));
    }

    /** Offsets of {@code struct statx}, linux/stat.h. */
    private static FileStat read(Scratch scratch, long at) {
        return new FileStat(
                scratch.getShort(at + 28),
                scratch.getInt(at + 20),
                scratch.getInt(at + 24),
                scratch.getLong(at + 40),
                scratch.getLong(at + 48),
                scratch.getLong(at + 32),
                Devices.makedev(scratch.getInt(at + 136), scratch.getInt(at + 140)),
                Devices.makedev(scratch.getInt(at + 128), scratch.getInt(at + 132)),
                scratch.getInt(at + 16),
                scratch.getLong(at + 112),
                scratch.getInt(at + 120),
                scratch.getLong(at + 64),
                scratch.getInt(at + 72),
                scratch.getLong(at + 96),
                scratch.getInt(at + 104),
                scratch.getLong(at + 144));
    }
}
