package io.jfs.core.layer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Writes tars by hand, wrong ones too: what is said here stands in the bytes as it is. */
final class TarBuilder {
    private static final int BLOCK = 512;

    /** One entry's header fields, to be changed at will. */
    static final class Item {
        byte[] name;
        char type;
        byte[] body = {};
        int mode = 0_644;
        long uid;
        long gid;
        long size = -1;
        long mtime = 1_700_000_000;
        byte[] link = {};
        int major;
        int minor;
        String magic = "ustar\00000";
        byte[] prefix = {};
        final ByteArrayOutputStream pax = new ByteArrayOutputStream();

        Item(String name, char type) {
            this.name = bytes(name);
            this.type = type;
        }

        Item pax(String key, String value) {
            return pax(key, bytes(value));
        }

        Item pax(String key, byte[] value) {
            pax.writeBytes(record(key, value));
            return this;
        }
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] record(String key, byte[] value) {
        int rest = bytes(key).length + value.length + 3;
        int length = rest + 1;
        while (Integer.toString(length).length() + rest != length) {
            length++;
        }
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(bytes(length + " " + key + "="));
        record.writeBytes(value);
        record.write('\n');
        return record.toByteArray();
    }

    TarBuilder dir(String name) {
        return add(name, '5', item -> item.mode = 0_755);
    }

    TarBuilder file(String name, String content) {
        return add(name, '0', item -> item.body = bytes(content));
    }

    TarBuilder symlink(String name, String target) {
        return add(name, '2', item -> {
            item.link = bytes(target);
            item.mode = 0_777;
        });
    }

    TarBuilder hardLink(String name, String target) {
        return add(name, '1', item -> item.link = bytes(target));
    }

    TarBuilder whiteout(String path) {
        int slash = path.lastIndexOf('/') + 1;
        return file(path.substring(0, slash) + ".wh." + path.substring(slash), "");
    }

    TarBuilder opaque(String directory) {
        return file(directory + "/.wh..wh..opq", "");
    }

    TarBuilder add(String name, char type, Consumer<Item> change) {
        Item item = new Item(name, type);
        change.accept(item);
        return add(item);
    }

    TarBuilder add(Item item) {
        if (item.pax.size() > 0) {
            Item extension = new Item("PaxHeaders/x", 'x');
            extension.body = item.pax.toByteArray();
            raw(header(extension)).body(extension.body);
        }
        return raw(header(item)).body(item.body);
    }

    TarBuilder raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    TarBuilder body(byte[] bytes) {
        out.writeBytes(bytes);
        out.writeBytes(new byte[-bytes.length & (BLOCK - 1)]);
        return this;
    }

    /** Everything so far, without an end marker. */
    byte[] open() {
        return out.toByteArray();
    }

    byte[] build() {
        byte[] all = open();
        return Arrays.copyOf(all, all.length + 2 * BLOCK);
    }

    InputStream stream() {
        return new ByteArrayInputStream(build());
    }

    static byte[] header(Item item) {
        byte[] block = new byte[BLOCK];
        put(block, 0, 100, item.name);
        octal(block, 100, 8, item.mode);
        number(block, 108, 8, item.uid);
        number(block, 116, 8, item.gid);
        number(block, 124, 12, item.size < 0 ? item.body.length : item.size);
        number(block, 136, 12, item.mtime);
        block[156] = (byte) item.type;
        put(block, 157, 100, item.link);
        put(block, 257, 8, bytes(item.magic));
        octal(block, 329, 8, item.major);
        octal(block, 337, 8, item.minor);
        put(block, 345, 155, item.prefix);
        return sealed(block);
    }

    /** The block with its checksum made right. */
    static byte[] sealed(byte[] block) {
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xFF;
        }
        put(block, 148, 8, bytes(String.format("%06o\0 ", sum)));
        return block;
    }

    static void put(byte[] block, int offset, int length, byte[] value) {
        System.arraycopy(value, 0, block, offset, Math.min(length, value.length));
    }

    static void octal(byte[] block, int offset, int length, long value) {
        put(block, offset, length, bytes(String.format("%0" + (length - 1) + "o\0", value)));
    }

    /** Octal if it fits, else base 256. */
    static void number(byte[] block, int offset, int length, long value) {
        if (value >= 0 && value < 1L << (3 * (length - 1))) {
            octal(block, offset, length, value);
            return;
        }
        for (int i = length - 1; i >= 0; i--) {
            int shift = 8 * (length - 1 - i);
            block[offset + i] = (byte) (shift >= 64 ? value >> 63 : value >> shift);
        }
        block[offset] = (byte) (value < 0 ? 0xFF : block[offset] | 0x80);
    }
}
