package io.jfs.union.index;

/**
 * Where things are in a directory of the file:
 *
 * <pre>
 *  0 u32  CRC-32C of all that follows
 *  4 u32  length of the directory, a multiple of 8
 *  8 u32  how many entries
 * 12 u32  how many places
 * 16      places: the directories of layers that merge in it, nearest first
 *           0 u32 layer, from 1   4 u32 path, or -1 if it is where its parent is   8 u32 length of the path
 *         hashes: s32 for each entry, ascending
 *         entries: in the order of their hashes, then of their names; see below
 *         data: names, targets, paths; what refers to it counts from its start
 * </pre>
 *
 * <p>An entry:
 *
 * <pre>
 *  0 u64  inode number              8 u64  size                  16 u64  blocks
 * 24 s64  access time, seconds     32 s64  modification time     40 s64  change time
 * 48 u32  nanoseconds of these     52 u32                        56 u32
 * 60 u16  type and permissions     62 u16  layer, from 1
 * 64 u32  owner                    68 u32  group                 72 u32  links
 * 76 u32  of a directory: where it is in the file, in units of 8 bytes
 *         of a symbolic link: where its target is in the data
 *         of a device: where its number is in the data, u64
 * 80 u32  where its name is in the data
 * 84 u8   length of the name       85 u8   bits, see below       86 u16  length of a symbolic link's target
 * </pre>
 */
final class DirectoryLayout {
    static final int ALIGNMENT = 8;

    static final int CRC = 0;
    static final int LENGTH = 4;
    static final int COUNT = 8;
    static final int PLACE_COUNT = 12;
    static final int PLACES = 16;

    static final int PLACE_BYTES = 12;
    static final int PLACE_LAYER = 0;
    static final int PLACE_PATH = 4;
    static final int PLACE_PATH_LENGTH = 8;
    static final int NO_PATH = -1;

    static final int HASH_BYTES = 4;

    static final int ENTRY_BYTES = 88;
    static final int INODE = 0;
    static final int SIZE = 8;
    static final int BLOCKS = 16;
    static final int ATIME = 24;
    static final int MTIME = 32;
    static final int CTIME = 40;
    static final int ATIME_NANOS = 48;
    static final int MTIME_NANOS = 52;
    static final int CTIME_NANOS = 56;
    static final int MODE = 60;
    static final int LAYER = 62;
    static final int UID = 64;
    static final int GID = 68;
    static final int LINKS = 72;
    static final int MORE = 76;
    static final int NAME = 80;
    static final int NAME_LENGTH = 84;
    static final int BITS = 85;
    static final int TARGET_LENGTH = 86;

    /** It has no extended attributes but overlay's marks. */
    static final int NO_XATTRS = 1;

    private DirectoryLayout() {}

    /** The length of all before the data. */
    static long dataStart(long places, long entries) {
        return PLACES + places * PLACE_BYTES + entries * (HASH_BYTES + ENTRY_BYTES);
    }

    static int aligned(int length) {
        return (length + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** The hash of a name: FNV-1a, 32 bits. Equal hashes cost little, since names are in order among them. */
    static int hash(byte[] name, int length) {
        int hash = 0x811c9dc5;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ (name[i] & 0xff)) * 0x01000193;
        }
        return hash;
    }
}
