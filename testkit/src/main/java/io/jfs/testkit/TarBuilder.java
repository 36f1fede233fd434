package io.jfs.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes tar archives, ones that no tool would make too. Entries are written as they are said: no order, no checks, no
 * missing parents. Names too long for the header and all that is put by {@link Entry#pax} go into a PAX header.
 *
 * <pre>{@code
 * byte[] layer = new TarBuilder()
 *         .dir("etc")
 *         .file("etc/passwd", "root:x:0:0", entry -> entry.mode(0600).xattr("user.origin", "test"))
 *         .whiteout("etc/shadow")
 *         .build();
 * }</pre>
 */
public final class TarBuilder {
    private static final int BLOCK = 512;
    private static final int NAME_BYTES = 100;
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** An archive without entries. */
    public TarBuilder() {}

    /** One entry being made. */
    public static final class Entry {
        private final char type;
        private final String name;
        private final Map<String, byte[]> pax = new LinkedHashMap<>();
        private String link = "";
        private byte[] data = {};
        private int mode = 0644;
        private int uid;
        private int gid;
        private int major;
        private int minor;
        private long mtime;

        Entry(char type, String name) {
            this.type = type;
            this.name = name;
        }

        public Entry mode(int permissions) {
            mode = permissions;
            return this;
        }

        public Entry owner(int user, int group) {
            uid = user;
            gid = group;
            return this;
        }

        public Entry mtime(long seconds) {
            mtime = seconds;
            return this;
        }

        /** With nanoseconds, by a PAX record. */
        public Entry mtime(long seconds, int nanos) {
            mtime = seconds;
            return pax("mtime", String.format("%d.%09d", seconds, nanos));
        }

        /** As {@code SCHILY.xattr}. */
        public Entry xattr(String attribute, String value) {
            return pax("SCHILY.xattr." + attribute, value);
        }

        /** As {@code SCHILY.xattr}. */
        public Entry xattr(String attribute, byte[] value) {
            return pax("SCHILY.xattr." + attribute, value);
        }

        public Entry pax(String key, String value) {
            return pax(key, value.getBytes(StandardCharsets.UTF_8));
        }

        public Entry pax(String key, byte[] value) {
            pax.put(key, value);
            return this;
        }

        Entry link(String target) {
            link = target;
            return this;
        }

        Entry data(byte[] content) {
            data = content;
            return this;
        }

        Entry device(int deviceMajor, int deviceMinor) {
            major = deviceMajor;
            minor = deviceMinor;
            return this;
        }
    }

    public TarBuilder dir(String name) {
        return dir(name, entry -> {});
    }

    public TarBuilder dir(String name, Consumer<Entry> attributes) {
        return add(new Entry('5', name.endsWith("/") ? name : name + "/").mode(0755), attributes);
    }

    public TarBuilder file(String name, String content) {
        return file(name, content, entry -> {});
    }

    public TarBuilder file(String name, String content, Consumer<Entry> attributes) {
        return file(name, content.getBytes(StandardCharsets.UTF_8), attributes);
    }

    public TarBuilder file(String name, byte[] content, Consumer<Entry> attributes) {
        return add(new Entry('0', name).data(content), attributes);
    }

    public TarBuilder symlink(String name, String target) {
        return add(new Entry('2', name).link(target).mode(0777), entry -> {});
    }

    /**
     * Another name of a file.
     *
     * @param target the path of the other name, from the root of the layer
     */
    public TarBuilder hardLink(String name, String target) {
        return add(new Entry('1', name).link(target), entry -> {});
    }

    public TarBuilder fifo(String name) {
        return add(new Entry('6', name), entry -> {});
    }

    public TarBuilder characterDevice(String name, int major, int minor) {
        return add(new Entry('3', name).device(major, minor), entry -> {});
    }

    public TarBuilder blockDevice(String name, int major, int minor) {
        return add(new Entry('4', name).device(major, minor), entry -> {});
    }

    /** Says that a path of a lower layer is gone. */
    public TarBuilder whiteout(String path) {
        int slash = path.lastIndexOf('/') + 1;
        return file(path.substring(0, slash) + WHITEOUT + path.substring(slash), "");
    }

    /** Says that nothing lower layers have in a directory is seen. */
    public TarBuilder opaque(String directory) {
        return file(directory + "/" + OPAQUE, "");
    }

    /** Anything else: a type flag that only a test needs. */
    public TarBuilder entry(char type, String name, Consumer<Entry> attributes) {
        return add(new Entry(type, name), attributes);
    }

    /** Bytes as they are. */
    public TarBuilder raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** The archive with its end: two blocks of zeros. */
    public byte[] build() {
        byte[] entries = buildWithoutEnd();
        return Arrays.copyOf(entries, entries.length + 2 * BLOCK);
    }

    /** The archive cut off after the last entry. */
    public byte[] buildWithoutEnd() {
        return out.toByteArray();
    }

    private TarBuilder add(Entry entry, Consumer<Entry> attributes) {
        attributes.accept(entry);
        if (bytes(entry.name).length > NAME_BYTES - 12) {
            entry.pax("path", entry.name);
        }
        if (bytes(entry.link).length > NAME_BYTES - 12) {
            entry.pax("linkpath", entry.link);
        }
        if (!entry.pax.isEmpty()) {
            byte[] records = records(entry.pax);
            write(new Entry('x', "PaxHeaders/" + cut(entry.name)).data(records), records);
        }
        write(entry, entry.data);
        return this;
    }

    private void write(Entry entry, byte[] data) {
        out.writeBytes(header(entry, data.length));
        out.writeBytes(data);
        out.writeBytes(new byte[Math.floorMod(-data.length, BLOCK)]);
    }

    /**
     * POSIX.1-1988 ustar: name 0, mode 100, uid 108, gid 116, size 124, mtime 136, checksum 148, type 156, link 157, …
     */
    private static byte[] header(Entry entry, int size) {
        byte[] header = new byte[BLOCK];
        put(header, 0, cut(entry.name));
        octal(header, 100, 8, entry.mode);
        octal(header, 108, 8, entry.uid);
        octal(header, 116, 8, entry.gid);
        octal(header, 124, 12, size);
        octal(header, 136, 12, entry.mtime);
        header[156] = (byte) entry.type;
        put(header, 157, cut(entry.link));
        put(header, 257, "ustar\00000");
        octal(header, 329, 8, entry.major);
        octal(header, 337, 8, entry.minor);
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        return header;
    }

    private static byte[] records(Map<String, byte[]> pax) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        pax.forEach((key, value) -> {
            int rest = bytes(key).length + value.length + 3;
            int length = rest + Integer.toString(rest).length();
            if (rest + Integer.toString(length).length() > length) {
                length++;
            }
            records.writeBytes(bytes(length + " " + key + "="));
            records.writeBytes(value);
            records.write('\n');
        });
        return records.toByteArray();
    }

    private static String cut(String name) {
        byte[] bytes = bytes(name);
        return new String(bytes, 0, Math.min(NAME_BYTES - 12, bytes.length), StandardCharsets.ISO_8859_1);
    }

    private static void octal(byte[] header, int at, int width, long value) {
        put(header, at, String.format("%0" + (width - 1) + "o", value));
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
