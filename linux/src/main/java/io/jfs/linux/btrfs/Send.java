package io.jfs.linux.btrfs;

import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import java.nio.ByteBuffer;

/** What leads from one read-only snapshot to another, as a stream of commands. Needs {@code CAP_SYS_ADMIN}. */
public final class Send {
    private static final Ioctl SEND = new Ioctl(0x40489426L, "BTRFS_IOC_SEND");
    private static final int ARGS_BYTES = 72; // struct btrfs_ioctl_send_args
    private static final int PARENT_ROOT = 24;
    private static final int FLAGS = 32;
    private static final long NO_FILE_DATA = 1; // BTRFS_SEND_FLAG_NO_FILE_DATA

    private Send() {}

    /**
     * Writes the commands, without the content of files: {@code BTRFS_IOC_SEND} with
     * {@code BTRFS_SEND_FLAG_NO_FILE_DATA}. The cost is that of what differs.
     *
     * @param to the root of a read-only subvolume
     * @param fromId the id of another one
     * @param stream receives the commands at its file offset 0: a file or a pipe that somebody else reads
     * @throws ErrnoException EPERM if one is not read-only, EAGAIN while the filesystem is being balanced or
     *     deduplicated
     */
    public static void changes(Fd to, long fromId, Fd stream) throws ErrnoException {
        ByteBuffer args = Ioctl.struct(ARGS_BYTES);
        args.putLong(0, stream.number()).putLong(PARENT_ROOT, fromId).putLong(FLAGS, NO_FILE_DATA);
        SEND.call(to, "", args);
    }
}
