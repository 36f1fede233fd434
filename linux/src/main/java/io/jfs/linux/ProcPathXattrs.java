package io.jfs.linux;

import static io.jfs.linux.NativePath.terminated;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;

/** By {@code llistxattr} and its kin on {@code /proc/self/fd/N/name}, which any kernel has. */
final class ProcPathXattrs implements EntryXattrs {
    @Override
    public long list(Scratch scratch, Fd dir, String file, long list, int size) throws ErrnoException {
        return Kernel.call(Syscall.LLISTXATTR, path(scratch, "llistxattr", dir, file), list, size);
    }

    @Override
    public long get(Scratch scratch, Fd dir, String file, long key, long value, int size) throws ErrnoException {
        return Kernel.call(Syscall.LGETXATTR, path(scratch, "lgetxattr", dir, file), key, value, size);
    }

    @Override
    public long set(Scratch scratch, Fd dir, String file, long key, long value, int size) throws ErrnoException {
        return Kernel.call(Syscall.LSETXATTR, path(scratch, "lsetxattr", dir, file), key, value, size, 0);
    }

    @Override
    public long remove(Scratch scratch, Fd dir, String file, long key) throws ErrnoException {
        return Kernel.call(Syscall.LREMOVEXATTR, path(scratch, "lremovexattr", dir, file), key);
    }

    private static long path(Scratch scratch, String call, Fd dir, String file) throws ErrnoException {
        String path = file.isEmpty() ? "" : dir.procPath() + "/" + file; // the empty name is no entry: ENOENT
        return scratch.put(terminated(call, path));
    }
}
