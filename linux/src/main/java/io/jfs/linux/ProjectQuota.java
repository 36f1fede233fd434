package io.jfs.linux;

import static io.jfs.linux.ErrnoException.check;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Limits what a directory and all that is made in it occupy, on ext4 and xfs mounted with {@code prjquota}:
 * FS_IOC_FSSETXATTR gives it a project's number, quotactl_fd(2) (Linux 5.14) limits the project. Needs
 * {@code CAP_SYS_ADMIN}.
 */
public final class ProjectQuota {
    private static final int FSX_PROJID = 12; // struct fsxattr
    private static final int FS_XFLAG_PROJINHERIT = 0x200;

    private static final int PRJQUOTA = 2; // linux/quota.h
    private static final int Q_GETQUOTA = 0x800007;
    private static final int Q_SETQUOTA = 0x800008;
    private static final int DQBLK_BYTES = 72; // struct if_dqblk { u64 bhardlimit, …[8]; u32 valid; }
    private static final int DQB_VALID = 64;
    private static final int QIF_BLIMITS = 1;
    private static final long LIMIT_UNIT = 1024; // QIF_DQBLKSIZE

    private ProjectQuota() {}

    /**
     * Whether the filesystem counts projects: {@code quotactl_fd(fd, QCMD(Q_GETQUOTA, PRJQUOTA), 0, …)}.
     *
     * @throws ErrnoException ESRCH, ENOSYS or EINVAL if not; EPERM
     */
    public static void requireOn(Fd file) throws ErrnoException {
        call(file, Q_GETQUOTA, 0, new byte[DQBLK_BYTES]);
    }

    /**
     * Gives an empty directory, and so all that will be made in it, a project's number.
     *
     * @throws ErrnoException EOPNOTSUPP or ENOTTY if the filesystem has no projects
     */
    public static void assign(Fd directory, int project) throws ErrnoException {
        ByteBuffer attributes = InodeFlags.extended(directory);
        attributes.putInt(0, attributes.getInt(0) | FS_XFLAG_PROJINHERIT).putInt(FSX_PROJID, project);
        InodeFlags.setExtended(directory, attributes);
    }

    /**
     * Limits a project; writing more fails with ENOSPC or EDQUOT.
     *
     * @param bytes rounded up to the next KiB; 0 is no limit
     * @throws ErrnoException as {@link #requireOn}
     */
    public static void limit(Fd file, int project, long bytes) throws ErrnoException {
        ByteBuffer block = ByteBuffer.allocate(DQBLK_BYTES).order(ByteOrder.nativeOrder());
        block.putLong(0, Math.ceilDiv(bytes, LIMIT_UNIT)).putInt(DQB_VALID, QIF_BLIMITS);
        call(file, Q_SETQUOTA, project, block.array());
    }

    private static void call(Fd file, int command, int project, byte[] block) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long at = scratch.reserve(DQBLK_BYTES);
        scratch.set(at, block, 0, DQBLK_BYTES);
        long typed = Integer.toUnsignedLong(command << 8 | PRJQUOTA);
        long id = Integer.toUnsignedLong(project);
        long result = Kernel.call(Syscall.QUOTACTL_FD, file.number(), typed, id, scratch.address(at));
        check(result, "quotactl_fd", "project " + Integer.toUnsignedString(project));
    }
}
