package io.jfs.linux;

import static io.jfs.linux.ErrnoException.check;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What chattr(1) and lsattr(1) change and show: ioctl_iflags(2), ioctl_fsgetxattr(2). */
public final class InodeFlags {
    // linux/fs.h
    public static final int GETFLAGS = 0x80086601;
    public static final int SETFLAGS = 0x40086602;
    public static final int FSGETXATTR = 0x801c581f;
    public static final int FSSETXATTR = 0x401c5820;
    public static final int GETVERSION = 0x80087601;

    public static final int FS_IMMUTABLE_FL = 0x10;
    public static final int FS_APPEND_FL = 0x20;
    public static final int FS_XFLAG_IMMUTABLE = 0x8;
    public static final int FS_XFLAG_APPEND = 0x10;

    /** {@code struct fsxattr { u32 xflags, extsize, nextents, projid, cowextsize; u8 pad[8]; }}. */
    public static final int EXTENDED_BYTES = 28;

    private InodeFlags() {}

    /**
     * {@code FS_*_FL} bits of an open file.
     *
     * @throws ErrnoException ENOTTY or EOPNOTSUPP if its filesystem has none
     */
    public static int get(Fd file) throws ErrnoException {
        return getInt(file, GETFLAGS, "FS_IOC_GETFLAGS");
    }

    /**
     * Sets {@code FS_*_FL} bits of an open file.
     *
     * @throws ErrnoException EOPNOTSUPP for a bit that its filesystem has not; EPERM
     */
    public static void set(Fd file, int flags) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long at = scratch.reserve(Long.BYTES);
        scratch.setLong(at, Integer.toUnsignedLong(flags));
        call(file, SETFLAGS, scratch.address(at), "FS_IOC_SETFLAGS");
    }

    /** The number of the inode's generation. */
    public static int version(Fd file) throws ErrnoException {
        return getInt(file, GETVERSION, "FS_IOC_GETVERSION");
    }

    /**
     * The {@code struct fsxattr} of an open file, in the machine's byte order.
     *
     * @throws ErrnoException as {@link #get}
     */
    public static ByteBuffer extended(Fd file) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long at = scratch.reserve(EXTENDED_BYTES);
        call(file, FSGETXATTR, scratch.address(at), "FS_IOC_FSGETXATTR");
        return ByteBuffer.wrap(scratch.bytes(at, EXTENDED_BYTES)).order(ByteOrder.nativeOrder());
    }

    /**
     * Sets the {@code struct fsxattr} of an open file.
     *
     * @param value {@link #EXTENDED_BYTES} from its beginning
     * @throws ErrnoException as {@link #set}
     */
    public static void setExtended(Fd file, ByteBuffer value) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long at = scratch.reserve(EXTENDED_BYTES);
        byte[] bytes = new byte[EXTENDED_BYTES];
        value.get(0, bytes);
        scratch.set(at, bytes, 0, EXTENDED_BYTES);
        call(file, FSSETXATTR, scratch.address(at), "FS_IOC_FSSETXATTR");
    }

    private static int getInt(Fd file, int command, String name) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long at = scratch.reserve(Long.BYTES);
        call(file, command, scratch.address(at), name);
        return scratch.getInt(at);
    }

    private static void call(Fd file, int command, long address, String name) throws ErrnoException {
        long number = Integer.toUnsignedLong(command);
        check(Kernel.retry(Syscall.IOCTL, file.number(), number, address), "ioctl " + name, "");
    }
}
