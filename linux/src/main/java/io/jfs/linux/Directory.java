package io.jfs.linux;

import static io.jfs.linux.ErrnoException.check;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Listing directories: getdents64(2). */
public final class Directory {
    private static final int BUFFER_BYTES = 64 * 1024;

    // struct linux_dirent64, linux/dirent.h
    private static final int D_RECLEN = 16;
    private static final int D_TYPE = 18;
    private static final int D_NAME = 19;
    private static final int DT_UNKNOWN = 0;

    private static final int SEEK_SET = 0;

    private Directory() {}

    /** An entry as the kernel gave it. */
    private record RawEntry(String name, long inode, int type) {}

    /**
     * All entries but {@code .} and {@code ..}, in no order: {@code ssize_t getdents64(int fd, void *dirp, size_t
     * count)} from the directory's start, so that a descriptor can be listed again. Entries that come or go meanwhile
     * may be missing. Threads that list the same {@code Fd} wait for each other; duplicates of it share one offset and
     * must not be listed at once. An {@code O_PATH} descriptor is reopened.
     *
     * @return a list that the caller may change
     * @throws ErrnoException ENOTDIR if it is no directory, EACCES
     */
    public static List<DirectoryEntry> list(Fd dir) throws ErrnoException {
        List<RawEntry> raw = new ArrayList<>();
        boolean readable;
        synchronized (dir) {
            readable = !Errno.EBADF.is(Kernel.call(Syscall.LSEEK, dir.number(), 0, SEEK_SET));
            if (readable) {
                readAll(dir, raw);
            }
        }
        if (!readable) {
            try (Fd own = Open.openAt(dir, ".", Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
                readAll(own, raw);
            }
        }
        return typed(dir, raw);
    }

    private static void readAll(Fd dir, List<RawEntry> into) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        byte[] name = new byte[256];
        while (true) {
            long data = scratch.address(scratch.data());
            int length =
                    (int) check(Kernel.retry(Syscall.GETDENTS64, dir.number(), data, BUFFER_BYTES), "getdents64", "");
            if (length == 0) {
                return;
            }
            for (long at = scratch.data(); at < length; at += scratch.getShort(at + D_RECLEN)) {
                int limit = scratch.getShort(at + D_RECLEN) - D_NAME;
                int nameLength = scratch.stringLength(at + D_NAME, limit);
                if (nameLength > name.length) {
                    name = new byte[nameLength];
                }
                scratch.get(at + D_NAME, name, 0, nameLength);
                if (!isDots(name, nameLength)) {
                    String text = NativePath.decode(name, 0, nameLength);
                    into.add(new RawEntry(text, scratch.getLong(at), scratch.getByte(at + D_TYPE)));
                }
            }
        }
    }

    private static boolean isDots(byte[] name, int length) {
        return name[0] == '.' && (length == 1 || (length == 2 && name[1] == '.'));
    }

    /** Filesystems may leave the type out; those entries are asked one by one, and left out if they went meanwhile. */
    private static List<DirectoryEntry> typed(Fd dir, List<RawEntry> raw) throws ErrnoException {
        List<DirectoryEntry> entries = new ArrayList<>(raw.size());
        for (RawEntry entry : raw) {
            if (entry.type != DT_UNKNOWN) {
                entries.add(new DirectoryEntry(entry.name, entry.inode, FileType.ofDirent(entry.type)));
                continue;
            }
            Optional<FileStat> stat = Stat.find(dir, entry.name);
            stat.ifPresent(s -> entries.add(new DirectoryEntry(entry.name, entry.inode, s.type())));
        }
        return entries;
    }
}
