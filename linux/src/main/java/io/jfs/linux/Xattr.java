package io.jfs.linux;

import static io.jfs.linux.ErrnoException.check;
import static io.jfs.linux.NativePath.terminated;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Extended attributes, xattr(7). The {@code At} methods do not follow a symbolic link in the last component; before
 * Linux 6.13, which has calls for them, they reach a directory's entry by {@code /proc/self/fd/N/name}. The others take
 * any descriptor, an {@code O_PATH} one by its name in {@code /proc/self/fd}, so that symbolic links work too. Names
 * are with their namespace, as in {@code user.comment}.
 */
public final class Xattr {
    /** The longest value and the longest list of names, in bytes (linux/limits.h). */
    public static final int MAX_BYTES = 65536;

    private static final EntryXattrs ENTRIES = EntryXattrs.ofThisKernel();

    private Xattr() {}

    /**
     * The names: {@code ssize_t flistxattr(int fd, char *list, size_t size)}. None where the filesystem has no extended
     * attributes; {@code trusted.*} only with the capability.
     *
     * @throws ErrnoException as listxattr(2); E2BIG if the names exceed {@link #MAX_BYTES}
     */
    public static List<String> list(Fd fd) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long buffer = scratch.address(scratch.data());
        long result = Kernel.call(Syscall.FLISTXATTR, fd.number(), buffer, MAX_BYTES);
        if (Errno.EBADF.is(result)) {
            long path = scratch.put(terminated("listxattr", fd.procPath()));
            result = Kernel.call(Syscall.LISTXATTR, path, buffer, MAX_BYTES);
        }
        return names(scratch, result, "");
    }

    /**
     * The names: {@code ssize_t llistxattr(const char *path, char *list, size_t size)}.
     *
     * @throws ErrnoException as {@link #list}; ENOENT
     */
    public static List<String> listAt(Fd dir, String name) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long buffer = scratch.address(scratch.data());
        long result = ENTRIES.list(scratch, dir, name, buffer, MAX_BYTES);
        return names(scratch, result, name);
    }

    private static List<String> names(Scratch scratch, long result, String subject) throws ErrnoException {
        if (result == 0 || Errno.EOPNOTSUPP.is(result)) {
            return List.of();
        }
        int length = (int) check(result, "listxattr", subject);
        byte[] list = scratch.bytes(scratch.data(), length);
        List<String> names = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (list[i] == 0) {
                names.add(NativePath.decode(list, start, i - start));
                start = i + 1;
            }
        }
        return names;
    }

    /**
     * A value: {@code ssize_t fgetxattr(int fd, const char *name, void *value, size_t size)}; empty if there is none.
     *
     * @throws ErrnoException as getxattr(2), but not ENODATA or EOPNOTSUPP
     */
    public static Optional<byte[]> get(Fd fd, String name) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long key = scratch.put(terminated("getxattr", name));
        long buffer = scratch.address(scratch.data());
        long result = Kernel.call(Syscall.FGETXATTR, fd.number(), key, buffer, MAX_BYTES);
        if (Errno.EBADF.is(result)) {
            long path = scratch.put(terminated("getxattr", fd.procPath()));
            result = Kernel.call(Syscall.GETXATTR, path, key, buffer, MAX_BYTES);
        }
        return value(scratch, result, name);
    }

    /**
     * A value: {@code ssize_t lgetxattr(const char *path, const char *name, void *value, size_t size)}; empty if there
     * is none.
     *
     * @throws ErrnoException as {@link #get}; ENOENT
     */
    public static Optional<byte[]> getAt(Fd dir, String file, String name) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long key = scratch.put(terminated("getxattr", name));
        long buffer = scratch.address(scratch.data());
        long result = ENTRIES.get(scratch, dir, file, key, buffer, MAX_BYTES);
        return value(scratch, result, file);
    }

    private static Optional<byte[]> value(Scratch scratch, long result, String subject) throws ErrnoException {
        if (Errno.ENODATA.is(result) || Errno.EOPNOTSUPP.is(result)) {
            return Optional.empty();
        }
        return Optional.of(scratch.bytes(scratch.data(), check(result, "getxattr", subject)));
    }

    /**
     * Sets or replaces a value: {@code int fsetxattr(int fd, const char *name, const void *value, size_t size, 0)}.
     *
     * @throws ErrnoException EOPNOTSUPP, EPERM (as for {@code user.*} of a symbolic link), ENOSPC, EDQUOT; E2BIG or
     *     ERANGE if the value or the name is too long
     */
    public static void set(Fd fd, String name, byte[] value) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long key = scratch.put(terminated("setxattr", name));
        long buffer = putValue(scratch, name, value);
        long result = Kernel.call(Syscall.FSETXATTR, fd.number(), key, buffer, value.length, 0);
        if (Errno.EBADF.is(result)) {
            long path = scratch.put(terminated("setxattr", fd.procPath()));
            result = Kernel.call(Syscall.SETXATTR, path, key, buffer, value.length, 0);
        }
        check(result, "setxattr", name);
    }

    /**
     * Sets or replaces a value: {@code int lsetxattr(const char *path, const char *name, const void *value, size_t
     * size, 0)}.
     *
     * @throws ErrnoException as {@link #set}; ENOENT
     */
    public static void setAt(Fd dir, String file, String name, byte[] value) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long key = scratch.put(terminated("setxattr", name));
        long buffer = putValue(scratch, name, value);
        check(ENTRIES.set(scratch, dir, file, key, buffer, value.length), "setxattr", file);
    }

    private static long putValue(Scratch scratch, String name, byte[] value) throws ErrnoException {
        if (value.length > MAX_BYTES) {
            throw new ErrnoException(Errno.E2BIG, "setxattr", name);
        }
        scratch.set(scratch.data(), value, 0, value.length);
        return scratch.address(scratch.data());
    }

    /**
     * Removes a value: {@code int fremovexattr(int fd, const char *name)}.
     *
     * @throws ErrnoException ENODATA if there is none, EPERM, EROFS
     */
    public static void remove(Fd fd, String name) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long key = scratch.put(terminated("removexattr", name));
        long result = Kernel.call(Syscall.FREMOVEXATTR, fd.number(), key);
        if (Errno.EBADF.is(result)) {
            long path = scratch.put(terminated("removexattr", fd.procPath()));
            result = Kernel.call(Syscall.REMOVEXATTR, path, key);
        }
        check(result, "removexattr", name);
    }

    /**
     * Removes a value: {@code int lremovexattr(const char *path, const char *name)}.
     *
     * @throws ErrnoException as {@link #remove}; ENOENT
     */
    public static void removeAt(Fd dir, String file, String name) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long key = scratch.put(terminated("removexattr", name));
        check(ENTRIES.remove(scratch, dir, file, key), "removexattr", file);
    }
}
