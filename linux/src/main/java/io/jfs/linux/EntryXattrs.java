package io.jfs.linux;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;

/**
 * The system calls for extended attributes of a directory's entry, not following symbolic links. Results are raw. Keys,
 * values and lists are addresses within the scratch, where the implementations reserve room for the rest.
 */
interface EntryXattrs {
    long list(Scratch scratch, Fd dir, String file, long list, int size) throws ErrnoException;

    long get(Scratch scratch, Fd dir, String file, long key, long value, int size) throws ErrnoException;

    long set(Scratch scratch, Fd dir, String file, long key, long value, int size) throws ErrnoException;

    long remove(Scratch scratch, Fd dir, String file, long key) throws ErrnoException;

    /** What this kernel has. The probe has a bad descriptor, so it fails; a system call filter may say EPERM. */
    static EntryXattrs ofThisKernel() {
        long probe = Kernel.call(Syscall.LISTXATTRAT, -1, 0, 0, 0, 0);
        boolean missing = Errno.ENOSYS.is(probe) || Errno.EPERM.is(probe);
        return missing ? new ProcPathXattrs() : new AtXattrs();
    }
}
