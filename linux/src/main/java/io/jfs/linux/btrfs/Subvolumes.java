package io.jfs.linux.btrfs;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileHandle;
import io.jfs.linux.FileStat;
import io.jfs.linux.FileSystemStat;
import io.jfs.linux.NativePath;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Subvolumes and snapshots. A subvolume is named by its directory entry, an open directory, or its id. */
public final class Subvolumes {
    private static final Ioctl CREATE = new Ioctl(0x50009418L, "BTRFS_IOC_SUBVOL_CREATE_V2");
    private static final Ioctl SNAPSHOT = new Ioctl(0x50009417L, "BTRFS_IOC_SNAP_CREATE_V2");
    private static final Ioctl DESTROY = new Ioctl(0x5000943fL, "BTRFS_IOC_SNAP_DESTROY_V2");
    private static final Ioctl GET_FLAGS = new Ioctl(0x80089419L, "BTRFS_IOC_SUBVOL_GETFLAGS");
    private static final Ioctl SET_FLAGS = new Ioctl(0x4008941aL, "BTRFS_IOC_SUBVOL_SETFLAGS");
    private static final Ioctl GET_INFO = new Ioctl(0x81f8943cL, "BTRFS_IOC_GET_SUBVOL_INFO");

    private static final int VOL_ARGS_BYTES = 4096; // struct btrfs_ioctl_vol_args_v2
    private static final int VOL_FLAGS = 16;
    private static final int VOL_NAME = 56;
    private static final int MAX_NAME = 255;
    private static final long RDONLY = 1 << 1; // BTRFS_SUBVOL_RDONLY
    private static final long SPEC_BY_ID = 1 << 4; // BTRFS_SUBVOL_SPEC_BY_ID

    private static final int INFO_BYTES = 504; // struct btrfs_ioctl_get_subvol_info_args
    private static final int INFO_PARENT_ID = 264;
    private static final int INFO_GENERATION = 280;
    private static final int INFO_FLAGS = 288;
    private static final int INFO_UUID = 296;
    private static final int INFO_PARENT_UUID = 312;
    private static final long ROOT_SUBVOL_RDONLY = 1; // BTRFS_ROOT_SUBVOL_RDONLY

    private static final long FIRST_FREE_OBJECTID = 256; // the inode of every subvolume's root
    private static final long ROOT_TREE = 1; // BTRFS_ROOT_TREE_OBJECTID
    private static final int ROOT_REF = 156; // BTRFS_ROOT_REF_KEY

    private static final int FILEID_BTRFS_WITHOUT_PARENT = 0x4d; // linux/exportfs.h
    private static final int FID_BYTES = 20;

    private Subvolumes() {}

    /**
     * Whether an open directory is the root of a subvolume.
     *
     * @throws ErrnoException as fstatfs(2)
     */
    public static boolean isRoot(Fd directory) throws ErrnoException {
        FileStat stat = Stat.stat(directory);
        return stat.isDirectory()
                && stat.inode() == FIRST_FREE_OBJECTID
                && Stat.fileSystem(directory).type() == FileSystemStat.BTRFS;
    }

    /**
     * Makes an empty subvolume of mode 0777 less the umask: {@code BTRFS_IOC_SUBVOL_CREATE_V2}.
     *
     * @throws ErrnoException EEXIST, ENOSPC; ENOTTY on another filesystem
     */
    public static void create(Fd directory, String name) throws ErrnoException {
        CREATE.call(directory, name, volume(name, 0, 0));
    }

    /**
     * Makes a subvolume that shares all that another holds: {@code BTRFS_IOC_SNAP_CREATE_V2}. Subvolumes within are
     * empty directories there.
     *
     * @param source the root of a subvolume of the same filesystem
     * @throws ErrnoException EEXIST, EXDEV, EINVAL if the source is no subvolume's root, EDQUOT
     */
    public static void snapshot(Fd source, Fd directory, String name, boolean readOnly) throws ErrnoException {
        SNAPSHOT.call(directory, name, volume(name, source.number(), readOnly ? RDONLY : 0));
    }

    /**
     * Removes a subvolume, which may be read-only, with all that it holds: {@code BTRFS_IOC_SNAP_DESTROY_V2}. btrfs
     * frees the space in the background.
     *
     * @throws ErrnoException ENOENT; ENOTEMPTY if there is a subvolume within; EPERM
     */
    public static void destroy(Fd directory, String name) throws ErrnoException {
        DESTROY.call(directory, name, volume(name, 0, 0));
    }

    /**
     * As {@link #destroy}, wherever it lies: {@code BTRFS_SUBVOL_SPEC_BY_ID}, Linux 5.7. Needs {@code CAP_SYS_ADMIN}.
     *
     * @param mount anything open on a mount that shows the subvolume
     * @throws ErrnoException as {@link #destroy}; EROFS if it lies in a read-only subvolume
     */
    public static void destroyById(Fd mount, long id) throws ErrnoException {
        ByteBuffer args = Ioctl.struct(VOL_ARGS_BYTES);
        args.putLong(VOL_FLAGS, SPEC_BY_ID).putLong(VOL_NAME, id);
        DESTROY.call(mount, "subvolume " + id, args);
    }

    private static ByteBuffer volume(String name, int fd, long flags) throws ErrnoException {
        byte[] bytes = NativePath.encode(name);
        if (bytes.length > MAX_NAME) {
            throw new ErrnoException(Errno.ENAMETOOLONG, "ioctl", name);
        }
        ByteBuffer args = Ioctl.struct(VOL_ARGS_BYTES);
        return args.putLong(0, fd).putLong(VOL_FLAGS, flags).put(VOL_NAME, bytes);
    }

    /**
     * What btrfs knows of the subvolume that holds an open file: {@code BTRFS_IOC_GET_SUBVOL_INFO}.
     *
     * @throws ErrnoException ENOTTY on another filesystem or before Linux 4.18
     */
    public static SubvolumeInfo info(Fd file) throws ErrnoException {
        ByteBuffer info = Ioctl.struct(INFO_BYTES);
        GET_INFO.call(file, "", info);
        return new SubvolumeInfo(
                info.getLong(0),
                info.getLong(INFO_PARENT_ID),
                info.getLong(INFO_GENERATION),
                (info.getLong(INFO_FLAGS) & ROOT_SUBVOL_RDONLY) != 0,
                uuid(info, INFO_UUID),
                uuid(info, INFO_PARENT_UUID));
    }

    /** Its 16 bytes are written most significant first, on every machine. */
    private static UUID uuid(ByteBuffer info, int at) {
        ByteBuffer bytes = info.slice(at, 16).order(ByteOrder.BIG_ENDIAN);
        return new UUID(bytes.getLong(0), bytes.getLong(8));
    }

    /**
     * Whether a subvolume is read-only: {@code BTRFS_IOC_SUBVOL_GETFLAGS}.
     *
     * @param root its root
     */
    public static boolean isReadOnly(Fd root) throws ErrnoException {
        return (flags(root) & RDONLY) != 0;
    }

    /**
     * Makes a subvolume read-only or writable: {@code BTRFS_IOC_SUBVOL_SETFLAGS}.
     *
     * @param root its root
     * @throws ErrnoException EPERM if it is being sent and would become writable
     */
    public static void setReadOnly(Fd root, boolean readOnly) throws ErrnoException {
        long before = flags(root);
        long after = readOnly ? before | RDONLY : before & ~RDONLY;
        if (after != before) {
            ByteBuffer flags = Ioctl.struct(Long.BYTES);
            SET_FLAGS.call(root, "", flags.putLong(0, after));
        }
    }

    private static long flags(Fd root) throws ErrnoException {
        ByteBuffer flags = Ioctl.struct(Long.BYTES);
        GET_FLAGS.call(root, "", flags);
        return flags.getLong(0);
    }

    /**
     * A subvolume within another.
     *
     * @param id its id
     * @param directory the inode, within the other, of the directory that has its entry
     * @param name its name there
     */
    public record Child(long id, long directory, String name) {}

    /**
     * The subvolumes that lie right within another, whatever their paths. Needs {@code CAP_SYS_ADMIN}.
     *
     * @param file anything open on the filesystem
     */
    public static List<Child> children(Fd file, long id) throws ErrnoException {
        List<Child> children = new ArrayList<>();
        TreeSearch.search(file, ROOT_TREE, id, ROOT_REF, 0, -1L, (child, ref) -> children.add(child(child, ref)));
        return children;
    }

    private static Child child(long id, ByteBuffer ref) {
        // struct btrfs_root_ref { le64 dirid, sequence; le16 name_len; } and the name
        byte[] name = new byte[ref.getShort(16)];
        ref.get(18, name);
        return new Child(id, ref.getLong(0), NativePath.decode(name));
    }

    /**
     * Opens the root of a subvolume for reading, wherever it lies. Needs {@code CAP_DAC_READ_SEARCH}.
     *
     * @param mount anything open on the filesystem, not with {@code O_PATH}
     * @throws ErrnoException ESTALE if there is no such subvolume
     */
    public static Fd open(Fd mount, long id) throws ErrnoException {
        return openDirectory(mount, id, FIRST_FREE_OBJECTID);
    }

    /** As {@link #open}, a directory within the subvolume by its inode number. */
    public static Fd openDirectory(Fd mount, long id, long inode) throws ErrnoException {
        // struct btrfs_fid { u64 objectid, root_objectid; u32 gen; … } of fs/btrfs/export.h; generation 0 fits any
        byte[] handle = new byte[FID_BYTES];
        ByteBuffer.wrap(handle).order(ByteOrder.nativeOrder()).putLong(inode).putLong(id);
        return new FileHandle(FILEID_BTRFS_WITHOUT_PARENT, handle).open(mount, Open.O_RDONLY | Open.O_DIRECTORY);
    }
}
