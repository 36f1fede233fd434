package io.jfs.fuse.dispatch;

import io.jfs.fuse.wire.AttrLayout;
import io.jfs.linux.FileStat;
import java.nio.ByteBuffer;

/**
 * Writes a file's attributes into a reply. All are 0 until set, but for {@code links}, which is 1, and the block size,
 * which is 4096. Reused: valid only until the handler's method returns.
 */
public final class AttributesWriter {
    private static final int BLOCK_SIZE = 4096;

    private final ByteBuffer out;
    private int at;

    AttributesWriter(ByteBuffer out) {
        this.out = out;
    }

    AttributesWriter place(int attrAt) {
        at = attrAt;
        for (int i = 0; i < AttrLayout.BYTES; i += Long.BYTES) {
            out.putLong(at + i, 0);
        }
        out.putInt(at + AttrLayout.LINKS, 1);
        out.putInt(at + AttrLayout.BLOCK_SIZE, BLOCK_SIZE);
        return this;
    }

    /** {@code st_ino}: free to choose, the kernel knows files by node id. */
    public AttributesWriter inode(long inode) {
        out.putLong(at + AttrLayout.INODE, inode);
        return this;
    }

    /** Type and permissions, as {@code st_mode}. */
    public AttributesWriter mode(int mode) {
        out.putInt(at + AttrLayout.MODE, mode);
        return this;
    }

    /** Bytes. */
    public AttributesWriter size(long size) {
        out.putLong(at + AttrLayout.SIZE, size);
        return this;
    }

    /** Allocated space in units of 512 bytes. */
    public AttributesWriter blocks(long blocks) {
        out.putLong(at + AttrLayout.BLOCKS, blocks);
        return this;
    }

    public AttributesWriter links(int links) {
        out.putInt(at + AttrLayout.LINKS, links);
        return this;
    }

    public AttributesWriter owner(int uid, int gid) {
        out.putInt(at + AttrLayout.UID, uid);
        out.putInt(at + AttrLayout.GID, gid);
        return this;
    }

    /** What a device file stands for; the protocol has 12 bits for the major and 20 for the minor number. */
    public AttributesWriter device(int major, int minor) {
        out.putInt(at + AttrLayout.RDEV, AttrLayout.encodeDevice(major, minor));
        return this;
    }

    /** {@code st_blksize}: a good size for I/O. */
    public AttributesWriter blockSize(int bytes) {
        out.putInt(at + AttrLayout.BLOCK_SIZE, bytes);
        return this;
    }

    /** Seconds since 1970, and nanoseconds. */
    public AttributesWriter accessed(long seconds, int nanos) {
        out.putLong(at + AttrLayout.ATIME, seconds);
        out.putInt(at + AttrLayout.ATIME_NANOS, nanos);
        return this;
    }

    /** Seconds since 1970, and nanoseconds. */
    public AttributesWriter modified(long seconds, int nanos) {
        out.putLong(at + AttrLayout.MTIME, seconds);
        out.putInt(at + AttrLayout.MTIME_NANOS, nanos);
        return this;
    }

    /** Seconds since 1970, and nanoseconds. */
    public AttributesWriter changed(long seconds, int nanos) {
        out.putLong(at + AttrLayout.CTIME, seconds);
        out.putInt(at + AttrLayout.CTIME_NANOS, nanos);
        return this;
    }

    /** All attributes of a file that exists elsewhere; {@link #inode} and others may be set again after. */
    public AttributesWriter stat(FileStat stat) {
        return inode(stat.inode())
                .mode(stat.mode())
                .size(stat.size())
                .blocks(stat.blocks())
                .links(stat.links())
                .owner(stat.uid(), stat.gid())
                .device(stat.rdevMajor(), stat.rdevMinor())
                .accessed(stat.atimeSeconds(), stat.atimeNanos())
                .modified(stat.mtimeSeconds(), stat.mtimeNanos())
                .changed(stat.ctimeSeconds(), stat.ctimeNanos());
    }
}
