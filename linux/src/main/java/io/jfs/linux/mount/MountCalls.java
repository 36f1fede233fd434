package io.jfs.linux.mount;

import static io.jfs.linux.ErrnoException.check;
import static io.jfs.linux.NativePath.terminated;

import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.NativePath;
import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;

/**
 * Mounting by mount(2) and by file descriptors: fsopen(2), fsconfig(2), fsmount(2), open_tree(2), move_mount(2),
 * mount_setattr(2). All need {@code CAP_SYS_ADMIN} in the mount namespace's user namespace, else EPERM. A detached
 * mount, which {@link #fsmount} and {@link #openTree} with {@link #OPEN_TREE_CLONE} make, is a directory descriptor: it
 * can be used in {@code *at} calls at once, and is gone when it is closed unless {@link #moveMount} attached it.
 */
public final class MountCalls {
    // linux/mount.h
    public static final long MS_RDONLY = 1;
    public static final long MS_NOSUID = 2;
    public static final long MS_NODEV = 4;
    public static final long MS_NOEXEC = 8;
    public static final long MS_REMOUNT = 32;
    public static final long MS_NOATIME = 1024;
    public static final long MS_NODIRATIME = 2048;
    public static final long MS_BIND = 4096;
    public static final long MS_MOVE = 8192;
    public static final long MS_REC = 16384;
    public static final long MS_SILENT = 32768;
    public static final long MS_UNBINDABLE = 1 << 17;
    public static final long MS_PRIVATE = 1 << 18;
    public static final long MS_SLAVE = 1 << 19;
    public static final long MS_SHARED = 1 << 20;
    public static final long MS_RELATIME = 1 << 21;

    // linux/fs.h, umount2(2)
    public static final int MNT_FORCE = 1;
    public static final int MNT_DETACH = 2;
    public static final int UMOUNT_NOFOLLOW = 8;

    // linux/mount.h
    public static final int MOUNT_ATTR_RDONLY = 0x1;
    public static final int MOUNT_ATTR_NOSUID = 0x2;
    public static final int MOUNT_ATTR_NODEV = 0x4;
    public static final int MOUNT_ATTR_NOEXEC = 0x8;
    public static final int MOUNT_ATTR_RELATIME = 0x0;
    public static final int MOUNT_ATTR_NOATIME = 0x10;
    public static final int MOUNT_ATTR_NODIRATIME = 0x80;
    public static final int MOUNT_ATTR_NOSYMFOLLOW = 0x200000;

    // linux/mount.h, linux/fcntl.h
    public static final int OPEN_TREE_CLONE = 1;
    public static final int AT_RECURSIVE = 0x8000;
    public static final int AT_SYMLINK_NOFOLLOW = 0x100;
    public static final int AT_EMPTY_PATH = 0x1000;

    private static final int CLOEXEC = 02000000; // OPEN_TREE_CLOEXEC is O_CLOEXEC
    private static final int FSOPEN_CLOEXEC = 1;
    private static final int FSMOUNT_CLOEXEC = 1;
    private static final int FSCONFIG_SET_FLAG = 0;
    private static final int FSCONFIG_SET_STRING = 1;
    private static final int FSCONFIG_SET_FD = 5;
    private static final int FSCONFIG_CMD_CREATE = 6;
    private static final int MOVE_MOUNT_F_EMPTY_PATH = 0x4;
    private static final int MOVE_MOUNT_T_EMPTY_PATH = 0x40;
    private static final int MOUNT_ATTR_BYTES =
            32; // struct mount_attr { u64 attr_set, attr_clr, propagation, userns_fd; }
    private static final int LOG_MESSAGES = 64;
    private static final byte[] EMPTY_PATH = {0};

    private MountCalls() {}

    /**
     * {@code int mount(const char *source, const char *target, const char *type, unsigned long flags, const void
     * *data)}.
     *
     * @param source empty where the type or the flags need none
     * @param fstype empty where the flags need none
     * @param data options of the filesystem, comma-separated, at most 4095 bytes; empty for none
     * @throws ErrnoException as mount(2); ENAMETOOLONG if the data is too long, which the kernel would cut silently
     */
    public static void mount(String source, String target, String fstype, long flags, String data)
            throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long from = scratch.put(terminated("mount", source));
        long on = scratch.put(terminated("mount", target));
        long type = scratch.put(terminated("mount", fstype));
        long options = data.isEmpty() ? 0 : scratch.put(terminated("mount", data));
        check(Kernel.call(Syscall.MOUNT, from, on, type, flags, options), "mount", target);
    }

    /**
     * {@code int umount2(const char *target, int flags)}.
     *
     * @param flags of {@link #MNT_DETACH}, {@link #MNT_FORCE}, {@link #UMOUNT_NOFOLLOW}
     * @throws ErrnoException EINVAL if nothing is mounted there, EBUSY if it is in use, ENOENT
     */
    public static void unmount(String target, int flags) throws ErrnoException {
        long path = Scratch.begin().put(terminated("umount2", target));
        check(Kernel.call(Syscall.UMOUNT2, path, flags), "umount2", target);
    }

    /**
     * A context to configure a new filesystem in: {@code int fsopen(const char *fs, FSOPEN_CLOEXEC)}.
     *
     * @throws ErrnoException ENODEV if the kernel does not know the filesystem
     */
    public static Fd fsopen(String fs) throws ErrnoException {
        long name = Scratch.begin().put(terminated("fsopen", fs));
        return Fd.ofOwned((int) check(Kernel.call(Syscall.FSOPEN, name, FSOPEN_CLOEXEC), "fsopen", fs));
    }

    /**
     * Sets an option: {@code int fsconfig(int fd, FSCONFIG_SET_STRING, const char *key, const char *value, 0)}.
     *
     * @param value at most 255 bytes
     * @throws ErrnoException EINVAL if the filesystem does not know or take it; the subject has what the filesystem
     *     said
     */
    public static void fsconfigString(Fd context, String key, String value) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long name = scratch.put(terminated("fsconfig", key));
        long text = scratch.put(terminated("fsconfig", value));
        fsconfig(context, FSCONFIG_SET_STRING, name, text, 0, key + "=" + value);
    }

    /**
     * Sets an option that has no value, such as {@code ro}: {@code int fsconfig(int fd, FSCONFIG_SET_FLAG, const char
     * *key, NULL, 0)}.
     *
     * @throws ErrnoException as {@link #fsconfigString}
     */
    public static void fsconfigFlag(Fd context, String key) throws ErrnoException {
        long name = Scratch.begin().put(terminated("fsconfig", key));
        fsconfig(context, FSCONFIG_SET_FLAG, name, 0, 0, key);
    }

    /**
     * Sets an option to an open file: {@code int fsconfig(int fd, FSCONFIG_SET_FD, const char *key, NULL, int value)}.
     *
     * @throws ErrnoException as {@link #fsconfigString}; also if the filesystem takes no descriptors for this option
     *     (overlay does since Linux 6.13)
     */
    public static void fsconfigFd(Fd context, String key, Fd value) throws ErrnoException {
        long name = Scratch.begin().put(terminated("fsconfig", key));
        fsconfig(context, FSCONFIG_SET_FD, name, 0, value.number(), key);
    }

    /**
     * Makes the filesystem: {@code int fsconfig(int fd, FSCONFIG_CMD_CREATE, NULL, NULL, 0)}.
     *
     * @throws ErrnoException as {@link #fsconfigString}
     */
    public static void fsconfigCreate(Fd context) throws ErrnoException {
        fsconfig(context, FSCONFIG_CMD_CREATE, 0, 0, 0, "create");
    }

    private static void fsconfig(Fd context, int command, long key, long value, int aux, String subject)
            throws ErrnoException {
        long result = Kernel.call(Syscall.FSCONFIG, context.number(), command, key, value, aux);
        if (result < 0) {
            String log = fsLog(context);
            check(result, "fsconfig", log.isEmpty() ? subject : subject + " (" + log + ")");
        }
    }

    /**
     * What the kernel said about a context since last asked, one message per line, each with {@code e}, {@code w} or
     * {@code i} for its weight in front; empty if nothing.
     */
    public static String fsLog(Fd context) {
        StringBuilder log = new StringBuilder();
        Scratch scratch = Scratch.begin();
        for (int i = 0; i < LOG_MESSAGES; i++) {
            long buffer = scratch.address(scratch.data());
            long length = Kernel.retry(Syscall.READ, context.number(), buffer, NativePath.PATH_MAX);
            if (length <= 0) {
                break; // ENODATA: no more
            }
            log.append(log.isEmpty() ? "" : "\n");
            log.append(NativePath.decode(scratch.bytes(scratch.data(), length)).strip());
        }
        return log.toString();
    }

    /**
     * A detached mount of a context's filesystem: {@code int fsmount(int fd, FSMOUNT_CLOEXEC, unsigned attrs)}.
     *
     * @param attributes {@code MOUNT_ATTR_*}
     * @throws ErrnoException EINVAL if the context has no filesystem yet, EBUSY
     */
    public static Fd fsmount(Fd context, int attributes) throws ErrnoException {
        long result = Kernel.call(Syscall.FSMOUNT, context.number(), FSMOUNT_CLOEXEC, attributes);
        if (result < 0) {
            check(result, "fsmount", fsLog(context));
        }
        return Fd.ofOwned((int) result);
    }

    /**
     * {@code int open_tree(int dirfd, const char *path, unsigned flags)}: an {@code O_PATH} descriptor, or with
     * {@link #OPEN_TREE_CLONE} a detached bind mount of the path.
     *
     * @param path relative to {@code dir}; empty for {@code dir} itself
     * @param flags of {@link #OPEN_TREE_CLONE}, {@link #AT_RECURSIVE}, {@link #AT_SYMLINK_NOFOLLOW}
     * @throws ErrnoException ENOENT, EINVAL (as for an unbindable mount), ...
     */
    public static Fd openTree(Fd dir, String path, int flags) throws ErrnoException {
        long name = Scratch.begin().put(terminated("open_tree", path));
        int allFlags = flags | CLOEXEC | (path.isEmpty() ? AT_EMPTY_PATH : 0);
        long result = Kernel.call(Syscall.OPEN_TREE, dir.number(), name, allFlags);
        return Fd.ofOwned((int) check(result, "open_tree", path));
    }

    /**
     * Attaches a detached mount: {@code int move_mount(int fd, "", AT_FDCWD, const char *target,
     * MOVE_MOUNT_F_EMPTY_PATH)}. The target's last component is not followed if it is a symbolic link.
     *
     * @throws ErrnoException ENOENT, ENOTDIR, ELOOP, EINVAL if the mount is attached already in a shared place
     */
    public static void moveMount(Fd mount, String targetPath) throws ErrnoException {
        moveMount(mount, Fd.cwd(), targetPath);
    }

    /**
     * As {@link #moveMount(Fd, String)}, with the target relative to a directory.
     *
     * @param path relative to {@code dir}; empty for {@code dir} itself
     * @throws ErrnoException as {@link #moveMount(Fd, String)}
     */
    public static void moveMount(Fd mount, Fd dir, String path) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long empty = scratch.put(EMPTY_PATH);
        long target = scratch.put(terminated("move_mount", path));
        int flags = MOVE_MOUNT_F_EMPTY_PATH | (path.isEmpty() ? MOVE_MOUNT_T_EMPTY_PATH : 0);
        long result = Kernel.call(Syscall.MOVE_MOUNT, mount.number(), empty, dir.number(), target, flags);
        check(result, "move_mount", path);
    }

    /**
     * Changes a mount's attributes: {@code int mount_setattr(int fd, "", AT_EMPTY_PATH, struct mount_attr *attr, size_t
     * size)}.
     *
     * @param mount a descriptor of the mount's root
     * @param recursive the mounts below it too
     * @param set {@code MOUNT_ATTR_*} to set
     * @param clear {@code MOUNT_ATTR_*} to clear first
     * @param propagation {@link #MS_PRIVATE}, {@link #MS_SLAVE}, {@link #MS_SHARED} or {@link #MS_UNBINDABLE}; 0 leaves
     *     it
     * @throws ErrnoException EINVAL if it is no mount's root; EBUSY to make read-only what is written to; EPERM
     */
    public static void mountSetAttr(Fd mount, boolean recursive, long set, long clear, long propagation)
            throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long empty = scratch.put(EMPTY_PATH);
        long attributes = scratch.reserve(MOUNT_ATTR_BYTES);
        scratch.setLong(attributes, set);
        scratch.setLong(attributes + 8, clear);
        scratch.setLong(attributes + 16, propagation);
        scratch.setLong(attributes + 24, 0);
        int flags = AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0);
        long address = scratch.address(attributes);
        long result = Kernel.call(Syscall.MOUNT_SETATTR, mount.number(), empty, flags, address, MOUNT_ATTR_BYTES);
        check(result, "mount_setattr", "");
    }
}
