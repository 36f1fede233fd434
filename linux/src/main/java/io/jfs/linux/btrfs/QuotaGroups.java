package io.jfs.linux.btrfs;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How much a subvolume occupies and may occupy. Each subvolume has a quota group of its own id while quotas are on. All
 * need {@code CAP_SYS_ADMIN}.
 */
public final class QuotaGroups {
    private static final Ioctl QUOTA_CTL = new Ioctl(0xc0109428L, "BTRFS_IOC_QUOTA_CTL");
    private static final Ioctl QGROUP_CREATE = new Ioctl(0x4010942aL, "BTRFS_IOC_QGROUP_CREATE");
    private static final Ioctl QGROUP_LIMIT = new Ioctl(0x8030942bL, "BTRFS_IOC_QGROUP_LIMIT");
    private static final Ioctl RESCAN_WAIT = new Ioctl(0x942eL, "BTRFS_IOC_QUOTA_RESCAN_WAIT");
    private static final Ioctl SYNC = new Ioctl(0x9408L, "BTRFS_IOC_SYNC");

    private static final long ENABLE = 1; // BTRFS_QUOTA_CTL_ENABLE
    private static final long ENABLE_SIMPLE = 4; // BTRFS_QUOTA_CTL_ENABLE_SIMPLE_QUOTA, Linux 6.7
    private static final long LIMIT_MAX_EXCL = 1 << 1; // BTRFS_QGROUP_LIMIT_MAX_EXCL

    private static final long QUOTA_TREE = 8; // BTRFS_QUOTA_TREE_OBJECTID
    private static final int QGROUP_INFO = 242; // BTRFS_QGROUP_INFO_KEY
    private static final int INFO_EXCL = 24; // struct btrfs_qgroup_info_item { generation, rfer, rfer_cmpr, excl, … }

    private QuotaGroups() {}

    /** Whether quotas are on, of either kind. */
    public static boolean areOn(Fd file) throws ErrnoException {
        try {
            exclusive(file, 0);
            return true;
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Switches quotas on for the whole filesystem; nothing happens if they are. Simple ones (Linux 6.7) count an extent
     * for the subvolume that wrote it and cost next to nothing; where the kernel lacks them, the older kind is taken,
     * and what is there is counted first.
     *
     * @throws ErrnoException EROFS, EPERM, EINPROGRESS
     */
    public static void turnOn(Fd file) throws ErrnoException {
        if (areOn(file)) {
            return;
        }
        long result = control(file, ENABLE_SIMPLE);
        if (Errno.EINVAL.is(result) || Errno.EOPNOTSUPP.is(result)) {
            ErrnoException.check(control(file, ENABLE), "ioctl BTRFS_IOC_QUOTA_CTL", "");
            RESCAN_WAIT.call(file, "", Ioctl.struct(Long.BYTES));
        } else {
            ErrnoException.check(result, "ioctl BTRFS_IOC_QUOTA_CTL", "");
        }
    }

    private static long control(Fd file, long command) {
        return QUOTA_CTL.raw(file, Ioctl.struct(16).putLong(0, command));
    }

    /**
     * Limits what a subvolume may occupy that it does not share with others; beyond it, writing fails with EDQUOT.
     *
     * @param bytes the limit
     * @throws ErrnoException ENOTCONN or EINVAL if quotas are off, ENOENT if there is no such subvolume
     */
    public static void limit(Fd file, long subvolume, long bytes) throws ErrnoException {
        // struct btrfs_ioctl_qgroup_limit_args { u64 qgroupid; { u64 flags, max_rfer, max_excl, rsv_rfer, rsv_excl; } }
        ByteBuffer args = Ioctl.struct(48);
        args.putLong(subvolume).putLong(LIMIT_MAX_EXCL).putLong(0).putLong(bytes);
        QGROUP_LIMIT.call(file, "subvolume " + subvolume, args);
    }

    /**
     * The bytes that only this subvolume occupies, as of the last transaction: see {@link #sync}.
     *
     * @return empty if it has no quota group
     * @throws ErrnoException ENOENT if quotas are off
     */
    public static Optional<Long> exclusive(Fd file, long subvolume) throws ErrnoException {
        List<Long> found = new ArrayList<>(1);
        TreeSearch.search(
                file,
                QUOTA_TREE,
                0,
                QGROUP_INFO,
                subvolume,
                subvolume,
                (_, item) -> found.add(item.getLong(INFO_EXCL)));
        return found.stream().findFirst();
    }

    /** Writes what is pending to the disk, so that the counters know it: {@code BTRFS_IOC_SYNC}. */
    public static void sync(Fd file) throws ErrnoException {
        SYNC.call(file, "", Ioctl.struct(Long.BYTES));
    }

    /**
     * Removes the quota group of a subvolume that was destroyed. Newer kernels do that themselves; while btrfs still
     * frees the subvolume's space they refuse, and it is removed later.
     *
     * @return whether there is none now
     */
    public static boolean forget(Fd file, long subvolume) {
        long result = QGROUP_CREATE.raw(file, Ioctl.struct(16).putLong(0, 0).putLong(8, subvolume));
        return result >= 0 || Errno.ENOENT.is(result) || Errno.ENOTCONN.is(result);
    }
}
