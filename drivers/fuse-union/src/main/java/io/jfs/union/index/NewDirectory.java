package io.jfs.union.index;

import static io.jfs.union.index.DirectoryLayout.ALIGNMENT;
import static io.jfs.union.index.DirectoryLayout.ATIME;
import static io.jfs.union.index.DirectoryLayout.ATIME_NANOS;
import static io.jfs.union.index.DirectoryLayout.BITS;
import static io.jfs.union.index.DirectoryLayout.BLOCKS;
import static io.jfs.union.index.DirectoryLayout.CTIME;
import static io.jfs.union.index.DirectoryLayout.CTIME_NANOS;
import static io.jfs.union.index.DirectoryLayout.ENTRY_BYTES;
import static io.jfs.union.index.DirectoryLayout.GID;
import static io.jfs.union.index.DirectoryLayout.INODE;
import static io.jfs.union.index.DirectoryLayout.LAYER;
import static io.jfs.union.index.DirectoryLayout.LINKS;
import static io.jfs.union.index.DirectoryLayout.MODE;
import static io.jfs.union.index.DirectoryLayout.MORE;
import static io.jfs.union.index.DirectoryLayout.MTIME;
import static io.jfs.union.index.DirectoryLayout.MTIME_NANOS;
import static io.jfs.union.index.DirectoryLayout.NAME;
import static io.jfs.union.index.DirectoryLayout.NAME_LENGTH;
import static io.jfs.union.index.DirectoryLayout.NO_PATH;
import static io.jfs.union.index.DirectoryLayout.NO_XATTRS;
import static io.jfs.union.index.DirectoryLayout.SIZE;
import static io.jfs.union.index.DirectoryLayout.TARGET_LENGTH;
import static io.jfs.union.index.DirectoryLayout.UID;

import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;
import io.jfs.linux.NativePath;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** A directory to be written into an index: about as large here as in the file. Not thread-safe. */
public final class NewDirectory {
    private final List<Place> places;
    private ByteBuffer entries = buffer(16 * ENTRY_BYTES);
    private ByteBuffer data = buffer(256);
    private int[] hashes = new int[16];
    private int count;

    /** @param places the directories of layers that merge in it, nearest first */
    public NewDirectory(List<Place> places) {
        this.places = List.copyOf(places);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer withRoom(ByteBuffer buffer, int size) {
        if (buffer.remaining() >= size) {
            return buffer;
        }
        int wanted = Math.max(Math.multiplyExact(buffer.capacity(), 2), Math.addExact(buffer.position(), size));
        return buffer(wanted).put(buffer.flip());
    }

    private int keep(byte[] bytes) {
        int at = data.position();
        data = withRoom(data, bytes.length).put(bytes);
        return at;
    }

    private int keepNumber(long number) {
        int at = data.position();
        data = withRoom(data, Long.BYTES).putLong(number);
        return at;
    }

    public int count() {
        return count;
    }

    /** Adds an entry; returns its number, for {@link #setInside}. */
    public int add(NewEntry entry) {
        byte[] name = NativePath.encode(entry.name());
        entries = withRoom(entries, ENTRY_BYTES);
        int at = entries.position();
        FileStat stat = entry.stat();
        putStat(at, stat);
        entries.putShort(at + LAYER, (short) entry.layer());
        entries.putInt(at + NAME, keep(name));
        entries.put(at + NAME_LENGTH, (byte) name.length);
        entries.put(at + BITS, (byte) (entry.hasNoXattrs() ? NO_XATTRS : 0));
        FileType type = stat.type();
        if (type == FileType.SYMLINK) {
            byte[] target = NativePath.encode(entry.target());
            entries.putInt(at + MORE, keep(target)).putShort(at + TARGET_LENGTH, (short) target.length);
        } else if (type == FileType.CHARACTER_DEVICE || type == FileType.BLOCK_DEVICE) {
            entries.putInt(at + MORE, keepNumber(stat.rdev()));
        }
        entries.position(at + ENTRY_BYTES);
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, count * 2);
        }
        hashes[count] = DirectoryLayout.hash(name, name.length);
        return count++;
    }

    private void putStat(int at, FileStat stat) {
        entries.putLong(at + INODE, stat.inode()).putLong(at + SIZE, stat.size());
        entries.putLong(at + BLOCKS, stat.blocks());
        entries.putLong(at + ATIME, stat.atimeSeconds()).putInt(at + ATIME_NANOS, stat.atimeNanos());
        entries.putLong(at + MTIME, stat.mtimeSeconds()).putInt(at + MTIME_NANOS, stat.mtimeNanos());
        entries.putLong(at + CTIME, stat.ctimeSeconds()).putInt(at + CTIME_NANOS, stat.ctimeNanos());
        entries.putShort(at + MODE, (short) stat.mode()).putInt(at + LINKS, stat.links());
        entries.putInt(at + UID, stat.uid()).putInt(at + GID, stat.gid());
    }

    /** Says where in the file a directory is that is in it, as {@link IndexWriter#write} returned. */
    public void setInside(int entry, int reference) {
        entries.putInt(entry * ENTRY_BYTES + MORE, reference);
    }

    /** As the file has it. */
    ByteBuffer encode() {
        byte[][] paths = new byte[places.size()][];
        int[] pathAt = new int[places.size()];
        for (int i = 0; i < paths.length; i++) {
            paths[i] = NativePath.encode(places.get(i).path().orElse(""));
            pathAt[i] = places.get(i).path().isEmpty() ? NO_PATH : keep(paths[i]);
        }
        long start = DirectoryLayout.dataStart(places.size(), count);
        int length = Math.toIntExact((start + data.position() + ALIGNMENT - 1) & -ALIGNMENT);
        ByteBuffer out = buffer(length);
        out.putInt(0).putInt(length).putInt(count).putInt(places.size());
        for (int i = 0; i < paths.length; i++) {
            out.putInt(places.get(i).layer()).putInt(pathAt[i]).putInt(paths[i].length);
        }
        putEntries(out, sorted());
        out.put(out.position(), data, 0, data.position());
        CRC32C crc = new CRC32C();
        crc.update(out.slice(4, length - 4));
        out.putInt(0, (int) crc.getValue());
        return out.clear();
    }

    private void putEntries(ByteBuffer out, int[] order) {
        for (int entry : order) {
            out.putInt(hashes[entry]);
        }
        for (int entry : order) {
            out.put(out.position(), entries, entry * ENTRY_BYTES, ENTRY_BYTES);
            out.position(out.position() + ENTRY_BYTES);
        }
    }

    /** The entries' numbers by hash, then by name. */
    private int[] sorted() {
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = (long) hashes[i] << 32 | i; // signed, as readers compare
        }
        Arrays.sort(keys);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = (int) keys[i];
        }
        for (int from = 0; from < count; ) {
            int to = from + 1;
            while (to < count && keys[to] >> 32 == keys[from] >> 32) {
                to++;
            }
            if (to - from > 1) {
                sortByName(order, from, to);
            }
            from = to;
        }
        return order;
    }

    private void sortByName(int[] order, int from, int to) {
        int[] byName = Arrays.stream(order, from, to)
                .boxed()
                .sorted((a, b) -> Arrays.compareUnsigned(name(a), name(b)))
                .mapToInt(Integer::intValue)
                .toArray();
        System.arraycopy(byName, 0, order, from, byName.length);
    }

    private byte[] name(int entry) {
        int at = entry * ENTRY_BYTES;
        byte[] name = new byte[entries.get(at + NAME_LENGTH) & 0xff];
        data.get(entries.getInt(at + NAME), name);
        return name;
    }
}
