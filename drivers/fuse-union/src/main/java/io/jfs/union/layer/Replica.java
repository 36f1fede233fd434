package io.jfs.union.layer;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.FileStat;
import java.io.IOException;

/** Copies attributes from a lower file to its copy in the upper. */
public final class Replica {
    private Replica() {}

    /**
     * Owner, permissions, extended attributes without overlay's own, times. The owner comes first, since chown clears
     * set-id bits and file capabilities; times last.
     */
    public static void copyAttributes(RealFile from, FileStat stat, RealFile to, Marks marks) throws IOException {
        to.chown(stat.uid(), stat.gid());
        if (!stat.isSymlink()) {
            to.chmod(stat.permissions());
        }
        for (String name : from.xattrs()) {
            if (!marks.isOwn(name)) {
                copyXattr(from, to, name);
            }
        }
        copyTimes(stat, to);
    }

    /** The times of access and modification. */
    public static void copyTimes(FileStat stat, RealFile to) throws IOException {
        to.setTimes(stat.atimeSeconds(), stat.atimeNanos(), stat.mtimeSeconds(), stat.mtimeNanos());
    }

    /** As the kernel: what the upper's filesystem cannot keep is left out, unless it decides who may do what. */
    private static void copyXattr(RealFile from, RealFile to, String name) throws IOException {
        var value = from.xattr(name);
        if (value.isEmpty()) {
            return;
        }
        try {
            to.setXattr(name, value.get());
        } catch (ErrnoException e) {
            if (!e.is(Errno.EOPNOTSUPP) || mustCopy(name)) {
                throw e;
            }
        }
    }

    private static boolean mustCopy(String name) {
        return name.startsWith("system.posix_acl_") || name.equals("security.capability");
    }
}
