package io.jfs.image.tree;

import io.jfs.core.layer.EntryType;
import io.jfs.core.layer.TarEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each layer says of each path, in arrays: an entry, a whiteout, or an opaque mark. The versions of a node form a
 * list, the uppermost layer first; within a layer a whiteout or mark comes before an entry in effect, whatever their
 * order in the archive.
 */
final class VersionTable {
    static final int NONE = -1;

    private static final byte ENTRY = 0;
    private static final byte WHITEOUT = 1;
    private static final byte OPAQUE = 2;

    private int[] newest = filled(1024);
    private int[] older = new int[1024];
    private int[] node = new int[1024];
    private short[] layer = new short[1024];
    private byte[] kind = new byte[1024];
    private EntryType[] type = new EntryType[1024];
    private short[] mode = new short[1024];
    private int[] uid = new int[1024];
    private int[] gid = new int[1024];
    private long[] size = new long[1024];
    private long[] mtime = new long[1024];
    private int[] mtimeNanos = new int[1024];
    private int[] ordinal = new int[1024];
    private int[] link = new int[1024];
    private int count;

    private final List<String> links = new ArrayList<>();
    private final Map<Integer, long[]> devices = new HashMap<>();
    private final Map<Integer, Map<String, byte[]>> xattrs = new HashMap<>();

    private static int[] filled(int capacity) {
        int[] array = new int[capacity];
        Arrays.fill(array, NONE);
        return array;
    }

    /** Notes an entry; a second one of the same path in the same layer replaces the first. */
    void addEntry(int at, int layerNumber, TarEntry entry, int number) {
        int version = replaceable(at, layerNumber);
        if (version == NONE) {
            version = add(at, layerNumber);
        }
        kind[version] = ENTRY;
        type[version] = entry.type();
        mode[version] = (short) entry.mode();
        uid[version] = entry.uid();
        gid[version] = entry.gid();
        size[version] = entry.size();
        mtime[version] = entry.mtimeSeconds();
        mtimeNanos[version] = entry.mtimeNanos();
        ordinal[version] = number;
        link[version] = NONE;
        if (!entry.linkName().isEmpty()) {
            link[version] = links.size();
            links.add(entry.linkName());
        }
        if (entry.deviceMajor() != 0 || entry.deviceMinor() != 0) {
            devices.put(version, new long[] {entry.deviceMajor(), entry.deviceMinor()});
        }
        if (!entry.xattrs().isEmpty()) {
            xattrs.put(version, entry.xattrs());
        }
    }

    private int replaceable(int at, int layerNumber) {
        for (int version = newest(at); version != NONE && layer[version] == layerNumber; version = older[version]) {
            if (isEntry(version)) {
                return version;
            }
        }
        return NONE;
    }

    void addWhiteout(int at, int layerNumber) {
        kind[add(at, layerNumber)] = WHITEOUT;
    }

    void addOpaque(int at, int layerNumber) {
        kind[add(at, layerNumber)] = OPAQUE;
    }

    private int add(int at, int layerNumber) {
        if (at >= newest.length) {
            int old = newest.length;
            newest = Arrays.copyOf(newest, Math.max(at + 1, old * 2));
            Arrays.fill(newest, old, newest.length, NONE);
        }
        if (count == older.length) {
            grow();
        }
        int version = count++;
        node[version] = at;
        layer[version] = (short) layerNumber;
        type[version] = EntryType.REGULAR;
        older[version] = newest[at];
        newest[at] = version;
        return version;
    }

    private void grow() {
        int capacity = count * 2;
        older = Arrays.copyOf(older, capacity);
        node = Arrays.copyOf(node, capacity);
        layer = Arrays.copyOf(layer, capacity);
        kind = Arrays.copyOf(kind, capacity);
        type = Arrays.copyOf(type, capacity);
        mode = Arrays.copyOf(mode, capacity);
        uid = Arrays.copyOf(uid, capacity);
        gid = Arrays.copyOf(gid, capacity);
        size = Arrays.copyOf(size, capacity);
        mtime = Arrays.copyOf(mtime, capacity);
        mtimeNanos = Arrays.copyOf(mtimeNanos, capacity);
        ordinal = Arrays.copyOf(ordinal, capacity);
        link = Arrays.copyOf(link, capacity);
    }

    int count() {
        return count;
    }

    int newest(int at) {
        return at < newest.length ? newest[at] : NONE;
    }

    int older(int version) {
        return older[version];
    }

    int node(int version) {
        return node[version];
    }

    int layer(int version) {
        return layer[version];
    }

    boolean isEntry(int version) {
        return kind[version] == ENTRY;
    }

    boolean isDirectory(int version) {
        return type[version] == EntryType.DIRECTORY;
    }

    boolean isOpaque(int version) {
        return kind[version] == OPAQUE;
    }

    EntryType type(int version) {
        return type[version];
    }

    int mode(int version) {
        return mode[version];
    }

    int uid(int version) {
        return uid[version];
    }

    int gid(int version) {
        return gid[version];
    }

    long size(int version) {
        return size[version];
    }

    long mtime(int version) {
        return mtime[version];
    }

    int mtimeNanos(int version) {
        return mtimeNanos[version];
    }

    /** Which entry of its layer's archive it is, from 0. */
    int ordinal(int version) {
        return ordinal[version];
    }

    String link(int version) {
        return link[version] == NONE ? "" : links.get(link[version]);
    }

    long[] device(int version) {
        return devices.getOrDefault(version, new long[2]);
    }

    Map<String, byte[]> xattrs(int version) {
        return xattrs.getOrDefault(version, Map.of());
    }
}
