package io.jfs.linux;

import static io.jfs.linux.ErrnoException.check;
import static io.jfs.linux.NativePath.terminated;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A name for an inode which outlives its file names and remounts: name_to_handle_at(2). What the bytes mean is the
 * filesystem's business. Immutable.
 */
public final class FileHandle {
    private static final int MAX_HANDLE_SZ = 128; // linux/exportfs.h
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int HEADER_BYTES = 8; // struct file_handle { u32 handle_bytes; int handle_type; ... }

    private static final long FS_IOC_GETFSUUID = 0x80111500L; // _IOR(0x15, 0, struct fsuuid2), linux/fs.h, Linux 6.9
    private static final int UUID_BYTES = 16;

    private final int type;
    private final byte[] bytes;

    /**
     * A handle that was kept.
     *
     * @param type the filesystem's kind of handle
     * @param bytes as {@link #bytes()} gave them
     */
    public FileHandle(int type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes.clone();
    }

    /** The filesystem's kind of handle. */
    public int type() {
        return type;
    }

    /** What only the filesystem understands. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * The handle of a directory's entry, of a symbolic link's itself: {@code int name_to_handle_at(int dirfd, const
     * char *name, struct file_handle *handle, int *mount_id, 0)}.
     *
     * @param name an entry; empty for the open file itself
     * @return empty if the filesystem has no handles
     * @throws ErrnoException ENOENT, EACCES
     */
    public static Optional<FileHandle> of(Fd dir, String name) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long path = scratch.put(terminated("name_to_handle_at", name));
        long handle = scratch.reserve(HEADER_BYTES + MAX_HANDLE_SZ);
        long mountId = scratch.reserve(8);
        scratch.setLong(handle, MAX_HANDLE_SZ);
        long result = Kernel.call(
                Syscall.NAME_TO_HANDLE_AT,
                dir.number(),
                path,
                scratch.address(handle),
                scratch.address(mountId),
                name.isEmpty() ? AT_EMPTY_PATH : 0);
        if (Errno.EOPNOTSUPP.is(result) || Errno.EOVERFLOW.is(result)) {
            return Optional.empty();
        }
        check(result, "name_to_handle_at", name);
        int length = scratch.getInt(handle);
        return Optional.of(new FileHandle(scratch.getInt(handle + 4), scratch.bytes(handle + HEADER_BYTES, length)));
    }

    /**
     * Opens the file: {@code int open_by_handle_at(int mount_fd, struct file_handle *handle, int flags)}.
     *
     * @param mount anything open on the same filesystem, not with {@code O_PATH}
     * @throws ErrnoException ESTALE if there is no such file any more; EPERM without CAP_DAC_READ_SEARCH
     */
    public Fd open(Fd mount, int flags) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        byte[] struct = new byte[HEADER_BYTES + bytes.length];
        ByteBuffer.wrap(struct)
                .order(ByteOrder.nativeOrder())
                .putInt(bytes.length)
                .putInt(type)
                .put(bytes);
        long handle = scratch.put(struct);
        long result = Kernel.call(Syscall.OPEN_BY_HANDLE_AT, mount.number(), handle, flags | Open.O_CLOEXEC);
        return Fd.ofOwned((int) check(result, "open_by_handle_at", ""));
    }

    /**
     * The 16 bytes that name a filesystem: {@code ioctl(fd, FS_IOC_GETFSUUID)}.
     *
     * @param file anything open on it, not with {@code O_PATH}
     * @return empty if it has none, or before Linux 6.9
     */
    public static Optional<byte[]> fileSystemUuid(Fd file) {
        Scratch scratch = Scratch.begin();
        long at = scratch.reserve(1 + UUID_BYTES);
        long result = Kernel.retry(Syscall.IOCTL, file.number(), FS_IOC_GETFSUUID, scratch.address(at));
        if (result < 0 || scratch.getByte(at) != UUID_BYTES) {
            return Optional.empty();
        }
        return Optional.of(scratch.bytes(at + 1, UUID_BYTES));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileHandle handle && type == handle.type && Arrays.equals(bytes, handle.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * type + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "FileHandle[" + type + ":" + HexFormat.of().formatHex(bytes) + "]";
    }
}
