package io.jfs.fuse.libfuse;

import io.jfs.fuse.wire.AttrLayout;
import java.nio.ByteBuffer;
import ru.serce.jnrfuse.struct.FileStat;
import ru.serce.jnrfuse.struct.Statvfs;

/** From structs of the protocol to structs of C. */
final class Stats {
    private Stats() {}

    /** {@code struct fuse_attr} to {@code struct stat}. */
    static void attributes(ByteBuffer from, int at, FileStat to) {
        to.st_ino.set(from.getLong(at + AttrLayout.INODE));
        to.st_mode.set(from.getInt(at + AttrLayout.MODE));
        to.st_nlink.set(from.getInt(at + AttrLayout.LINKS));
        to.st_uid.set(Integer.toUnsignedLong(from.getInt(at + AttrLayout.UID)));
        to.st_gid.set(Integer.toUnsignedLong(from.getInt(at + AttrLayout.GID)));
        to.st_rdev.set(Integer.toUnsignedLong(from.getInt(at + AttrLayout.RDEV)));
        to.st_size.set(from.getLong(at + AttrLayout.SIZE));
        to.st_blocks.set(from.getLong(at + AttrLayout.BLOCKS));
        to.st_blksize.set(from.getInt(at + AttrLayout.BLOCK_SIZE));
        to.st_atim.tv_sec.set(from.getLong(at + AttrLayout.ATIME));
        to.st_atim.tv_nsec.set(from.getInt(at + AttrLayout.ATIME_NANOS));
        to.st_mtim.tv_sec.set(from.getLong(at + AttrLayout.MTIME));
        to.st_mtim.tv_nsec.set(from.getInt(at + AttrLayout.MTIME_NANOS));
        to.st_ctim.tv_sec.set(from.getLong(at + AttrLayout.CTIME));
        to.st_ctim.tv_nsec.set(from.getInt(at + AttrLayout.CTIME_NANOS));
    }

    /** {@code struct fuse_kstatfs} to {@code struct statvfs}. */
    static void space(ByteBuffer from, Statvfs to) {
        to.f_blocks.set(from.getLong(0));
        to.f_bfree.set(from.getLong(8));
        to.f_bavail.set(from.getLong(16));
        to.f_files.set(from.getLong(24));
        to.f_ffree.set(from.getLong(32));
        to.f_favail.set(from.getLong(32));
        to.f_bsize.set(from.getInt(40));
        to.f_namemax.set(from.getInt(44));
        to.f_frsize.set(from.getInt(48));
    }
}
