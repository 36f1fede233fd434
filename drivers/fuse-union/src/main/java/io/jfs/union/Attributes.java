package io.jfs.union;

import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;

/**
 * The attributes of a node, filled in by the union; an instance can be filled again and again. Times are seconds since
 * 1970 and nanoseconds. Not thread-safe.
 */
public final class Attributes {
    private long node;
    private long inode;
    private int links;
    private int uid;
    private int gid;
    private FileStat stat = EMPTY;

    private static final FileStat EMPTY = ofType(FileType.REGULAR);
    private static final FileStat DIRECTORY = ofType(FileType.DIRECTORY);

    /** An empty one, to be filled in. */
    public Attributes() {}

    /** Fills it in. What {@code stat} says of the inode number, links and owners does not count. */
    void fill(long id, long number, int linkCount, int user, int group, FileStat real) {
        node = id;
        inode = number;
        links = linkCount;
        uid = user;
        gid = group;
        stat = real;
    }

    /** Says of a directory only that it is one, and its inode number. */
    void fillDots(long number) {
        fill(0, number, 1, 0, 0, DIRECTORY);
    }

    private static FileStat ofType(FileType type) {
        return new FileStat(type.bits(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** The node's id, never used again for another. */
    public long node() {
        return node;
    }

    /** The inode number, {@code st_ino}: stays when the file is copied up, and over remounts. */
    public long inode() {
        return inode;
    }

    /** Type and permissions, as {@code st_mode}. */
    public int mode() {
        return stat.mode();
    }

    /** The number of links; 1 for a directory which several layers have, as the kernel's overlay says. */
    public int links() {
        return links;
    }

    public int uid() {
        return uid;
    }

    public int gid() {
        return gid;
    }

    /** Bytes. */
    public long size() {
        return stat.size();
    }

    /** Units of 512 bytes. */
    public long blocks() {
        return stat.blocks();
    }

    /** The device that a device file stands for, see {@link io.jfs.linux.Devices}. */
    public long rdev() {
        return stat.rdev();
    }

    public long mtimeSeconds() {
        return stat.mtimeSeconds();
    }

    public int mtimeNanos() {
        return stat.mtimeNanos();
    }

    public long atimeSeconds() {
        return stat.atimeSeconds();
    }

    public int atimeNanos() {
        return stat.atimeNanos();
    }

    public long ctimeSeconds() {
        return stat.ctimeSeconds();
    }

    public int ctimeNanos() {
        return stat.ctimeNanos();
    }

    /** The file's type. */
    public FileType type() {
        return stat.type();
    }
}
