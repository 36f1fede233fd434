package io.jfs.linux.btrfs;

import static io.jfs.linux.ErrnoException.check;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.NativePath;
import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All names of an inode, without a search. Needs {@code CAP_DAC_READ_SEARCH}. */
public final class InodePaths {
    private static final long INO_PATHS = 0xc0389423L;
    private static final int ARGS_BYTES =
            56; // struct btrfs_ioctl_ino_path_args { u64 inum, size, reserved[4], fspath; }
    private static final int ARGS_FSPATH = 48;
    private static final int CONTAINER_BYTES = 4096; // all that the kernel gives
    private static final int CONTAINER_HEADER = 16; // struct btrfs_data_container { u32 bytes_left, bytes_missing, … }

    private InodePaths() {}

    /**
     * The paths of an inode within its subvolume, each from the subvolume's root and without a leading slash:
     * {@code BTRFS_IOC_INO_PATHS}.
     *
     * @param root the subvolume's root
     * @return empty if they are more than the kernel gives, 4 KiB
     * @throws ErrnoException ENOENT if there is no such inode, EPERM
     */
    public static Optional<List<String>> of(Fd root, long inode) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long args = scratch.reserve(ARGS_BYTES);
        long container = scratch.reserve(CONTAINER_BYTES);
        scratch.set(args, new byte[ARGS_BYTES], 0, ARGS_BYTES);
        scratch.setLong(args, inode);
        scratch.setLong(args + 8, CONTAINER_BYTES);
        scratch.setLong(args + ARGS_FSPATH, scratch.address(container));
        long result = Kernel.call(Syscall.IOCTL, root.number(), INO_PATHS, scratch.address(args));
        if (Errno.ENAMETOOLONG.is(result) || Errno.EOVERFLOW.is(result)) {
            return Optional.empty();
        }
        check(result, "ioctl BTRFS_IOC_INO_PATHS", "inode " + inode);
        int count = scratch.getInt(container + 8);
        int missed = scratch.getInt(container + 12);
        if (missed > 0) {
            return Optional.empty();
        }
        List<String> paths = new ArrayList<>(count);
        long values = container + CONTAINER_HEADER;
        for (int i = 0; i < count; i++) {
            long at = values + scratch.getLong(values + 8L * i);
            int room = Math.toIntExact(container + CONTAINER_BYTES - at);
            paths.add(NativePath.decode(scratch.bytes(at, scratch.stringLength(at, room))));
        }
        return Optional.of(paths);
    }
}
