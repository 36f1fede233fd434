package io.jfs.linux;

import static io.jfs.linux.NativePath.terminated;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;

/** By {@code listxattrat} and its kin, since Linux 6.13: in half the time of {@link ProcPathXattrs}. */
final class AtXattrs implements EntryXattrs {
    private static final int AT_SYMLINK_NOFOLLOW = 0x100; // linux/fcntl.h
    private static final int ARGS_BYTES = 16; // struct xattr_args { u64 value; u32 size, flags; }, linux/xattr.h

    @Override
    public long list(Scratch scratch, Fd dir, String file, long list, int size) throws ErrnoException {
        long path = scratch.put(terminated("listxattrat", file));
        return Kernel.call(Syscall.LISTXATTRAT, dir.number(), path, AT_SYMLINK_NOFOLLOW, list, size);
    }

    @Override
    public long get(Scratch scratch, Fd dir, String file, long key, long value, int size) throws ErrnoException {
        long path = scratch.put(terminated("getxattrat", file));
        return withArguments(Syscall.GETXATTRAT, scratch, dir, path, key, value, size);
    }

    @Override
    public long set(Scratch scratch, Fd dir, String file, long key, long value, int size) throws ErrnoException {
        long path = scratch.put(terminated("setxattrat", file));
        return withArguments(Syscall.SETXATTRAT, scratch, dir, path, key, value, size);
    }

    private static long withArguments(
            Syscall call, Scratch scratch, Fd dir, long path, long key, long value, int size) {
        long args = scratch.reserve(ARGS_BYTES);
        scratch.setLong(args, value);
        scratch.setLong(args + 8, size); // little endian: the flags are the upper half, 0
        return Kernel.call(call, dir.number(), path, AT_SYMLINK_NOFOLLOW, key, scratch.address(args), ARGS_BYTES);
    }

    @Override
    public long remove(Scratch scratch, Fd dir, String file, long key) throws ErrnoException {
        long path = scratch.put(terminated("removexattrat", file));
        return Kernel.call(Syscall.REMOVEXATTRAT, dir.number(), path, AT_SYMLINK_NOFOLLOW, key);
    }
}
