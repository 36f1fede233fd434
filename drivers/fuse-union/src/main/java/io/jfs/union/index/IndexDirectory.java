package io.jfs.union.index;

import static io.jfs.union.index.DirectoryLayout.ATIME;
import static io.jfs.union.index.DirectoryLayout.ATIME_NANOS;
import static io.jfs.union.index.DirectoryLayout.BITS;
import static io.jfs.union.index.DirectoryLayout.BLOCKS;
import static io.jfs.union.index.DirectoryLayout.CTIME;
import static io.jfs.union.index.DirectoryLayout.CTIME_NANOS;
import static io.jfs.union.index.DirectoryLayout.ENTRY_BYTES;
import static io.jfs.union.index.DirectoryLayout.GID;
import static io.jfs.union.index.DirectoryLayout.HASH_BYTES;
import static io.jfs.union.index.DirectoryLayout.INODE;
import static io.jfs.union.index.DirectoryLayout.LAYER;
import static io.jfs.union.index.DirectoryLayout.LINKS;
import static io.jfs.union.index.DirectoryLayout.MODE;
import static io.jfs.union.index.DirectoryLayout.MORE;
import static io.jfs.union.index.DirectoryLayout.MTIME;
import static io.jfs.union.index.DirectoryLayout.MTIME_NANOS;
import static io.jfs.union.index.DirectoryLayout.NAME;
import static io.jfs.union.index.DirectoryLayout.NAME_LENGTH;
import static io.jfs.union.index.DirectoryLayout.NO_XATTRS;
import static io.jfs.union.index.DirectoryLayout.SIZE;
import static io.jfs.union.index.DirectoryLayout.TARGET_LENGTH;
import static io.jfs.union.index.DirectoryLayout.UID;

import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;
import io.jfs.linux.NativePath;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A directory of an index that has been checked. Its entries are numbered from 0, in no order that means something.
 * Thread-safe. Finding makes no garbage.
 */
public final class IndexDirectory {
    private final IndexFile file;
    private final long position;
    private final ByteBuffer bytes;
    private final int count;
    private final int hashes;
    private final int entries;
    private final int data;
    private final List<Place> places;

    IndexDirectory(
            IndexFile file, long position, ByteBuffer bytes, int count, int entries, int data, List<Place> places) {
        this.file = file;
        this.position = position;
        this.bytes = bytes;
        this.count = count;
        this.hashes = entries - count * HASH_BYTES;
        this.entries = entries;
        this.data = data;
        this.places = places;
    }

    public int count() {
        return count;
    }

    /** The directories of layers that merge in it, nearest first; at least one. */
    public List<Place> places() {
        return places;
    }

    /** The entry with a name, -1 if there is none. */
    public int find(byte[] name, int length) {
        int hash = DirectoryLayout.hash(name, length);
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Integer.compare(bytes.getInt(hashes + middle * HASH_BYTES), hash);
            if (order == 0) {
                order = compare(middle, name, length);
            }
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    private int compare(int entry, byte[] name, int length) {
        int at = nameAt(entry);
        int own = nameLength(entry);
        int common = Math.min(own, length);
        for (int i = 0; i < common; i++) {
            int order = Byte.compareUnsigned(bytes.get(at + i), name[i]);
            if (order != 0) {
                return order;
            }
        }
        return own - length;
    }

    private int at(int entry) {
        return entries + entry * ENTRY_BYTES;
    }

    private int nameAt(int entry) {
        return data + bytes.getInt(at(entry) + NAME);
    }

    /** How many bytes a name has. */
    public int nameLength(int entry) {
        return bytes.get(at(entry) + NAME_LENGTH) & 0xff;
    }

    private String text(int start, int length) {
        byte[] text = new byte[length];
        bytes.get(start, text);
        return NativePath.decode(text);
    }

    /** Copies a name's bytes into an array. */
    public void copyName(int entry, byte[] into, int offset) {
        bytes.get(nameAt(entry), into, offset, nameLength(entry));
    }

    public String name(int entry) {
        return text(nameAt(entry), nameLength(entry));
    }

    /** Which layer has it, 1 is the nearest: one of those of {@link #places}. */
    public int layer(int entry) {
        return bytes.getShort(at(entry) + LAYER) & 0xffff;
    }

    public FileType type(int entry) {
        return FileType.ofMode(mode(entry));
    }

    public long inode(int entry) {
        return bytes.getLong(at(entry) + INODE);
    }

    private int mode(int entry) {
        return bytes.getShort(at(entry) + MODE) & 0xffff;
    }

    /** Whether it has no extended attributes but overlay's marks. */
    public boolean hasNoXattrs(int entry) {
        return (bytes.get(at(entry) + BITS) & NO_XATTRS) != 0;
    }

    /** The attributes of its file, as statx(2) gave them; but for the mount. */
    public FileStat stat(int entry, long device) {
        int at = at(entry);
        return new FileStat(
                mode(entry),
                bytes.getInt(at + UID),
                bytes.getInt(at + GID),
                bytes.getLong(at + SIZE),
                bytes.getLong(at + BLOCKS),
                bytes.getLong(at + INODE),
                device,
                isDevice(entry) ? bytes.getLong(data + bytes.getInt(at + MORE)) : 0,
                bytes.getInt(at + LINKS),
                bytes.getLong(at + MTIME),
                bytes.getInt(at + MTIME_NANOS),
                bytes.getLong(at + ATIME),
                bytes.getInt(at + ATIME_NANOS),
                bytes.getLong(at + CTIME),
                bytes.getInt(at + CTIME_NANOS),
                0);
    }

    private boolean isDevice(int entry) {
        FileType type = type(entry);
        return type == FileType.CHARACTER_DEVICE || type == FileType.BLOCK_DEVICE;
    }

    /** The target of a symbolic link. */
    public Optional<String> target(int entry) {
        if (type(entry) != FileType.SYMLINK) {
            return Optional.empty();
        }
        int at = at(entry);
        return Optional.of(text(data + bytes.getInt(at + MORE), bytes.getShort(at + TARGET_LENGTH) & 0xffff));
    }

    /**
     * What is in an entry that is a directory.
     *
     * @throws IndexRefusedException if that is damaged
     */
    public IndexDirectory inside(int entry) throws IndexRefusedException {
        IndexDirectory inside = file.directory(bytes.getInt(at(entry) + MORE), position);
        if (inside.places.getFirst().layer() != layer(entry)) {
            throw new IndexRefusedException("has a directory of another layer");
        }
        int above = 0;
        for (Place place : inside.places) {
            while (above < places.size() && places.get(above).layer() < place.layer()) {
                above++;
            }
            boolean isHere = above < places.size() && places.get(above).layer() == place.layer();
            if (place.path().isEmpty() && !isHere) {
                throw new IndexRefusedException("has a directory of another layer");
            }
        }
        return inside;
    }
}
