package io.jfs.union.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The head of the file:
 *
 * <pre>
 *  0 u64  magic, "jfsunion"      8 u32  version           12 u32  length of the header
 * 16 u64  length of the file    24 u64  how many entries
 * 32 u32  where the root is, in units of 8 bytes          36 u32  bits
 * 40 u32  how many layers       44 u32  CRC-32C of the header, with 0 here
 * 48 u64  owners, see {@link IndexKey}
 * 56      for each layer: u64 inode number, s64 change time, s64 modification time, u32 nanoseconds of these,
 *         u32 owner, u32 group
 * </pre>
 *
 * @param key what it is of
 * @param fileLength bytes
 * @param entries of all directories together
 * @param root where the root directory is, in units of 8 bytes
 * @param rootHasNoXattrs whether the first layer's root has no extended attributes but overlay's marks
 */
record IndexHeader(IndexKey key, long fileLength, long entries, int root, boolean rootHasNoXattrs) {
    static final int FIXED_BYTES = 56;
    private static final int VERSION = 1;
    private static final int MAX_LAYERS = 0xffff;
    private static final int LAYER_BYTES = 40;
    private static final byte[] MAGIC = "jfsunion".getBytes(StandardCharsets.US_ASCII);

    private static final int TRUSTED = 1;
    private static final int AUFS = 2;
    private static final int SAW_ALL = 4;
    private static final int ROOT_HAS_NO_XATTRS = 8;

    static int length(int layers) {
        return FIXED_BYTES + layers * LAYER_BYTES;
    }

    ByteBuffer encode() {
        List<RootIdentity> layers = key.layers();
        ByteBuffer out = ByteBuffer.allocate(length(layers.size())).order(ByteOrder.LITTLE_ENDIAN);
        int bits = (key.readsTrusted() ? TRUSTED : 0)
                | (key.readsAufs() ? AUFS : 0)
                | (key.sawAll() ? SAW_ALL : 0)
                | (rootHasNoXattrs ? ROOT_HAS_NO_XATTRS : 0);
        out.put(MAGIC).putInt(VERSION).putInt(out.capacity());
        out.putLong(fileLength).putLong(entries).putInt(root).putInt(bits);
        out.putInt(layers.size()).putInt(0).putLong(key.owners());
        for (RootIdentity layer : layers) {
            out.putLong(layer.inode()).putLong(layer.ctimeSeconds()).putLong(layer.mtimeSeconds());
            out.putInt(layer.ctimeNanos())
                    .putInt(layer.mtimeNanos())
                    .putInt(layer.uid())
                    .putInt(layer.gid());
        }
        out.flip();
        out.putInt(44, checksum(out));
        return out;
    }

    private static int checksum(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.duplicate());
        return (int) crc.getValue();
    }

    /** @param file all of it, which has the fixed part at least */
    static IndexHeader decode(ByteBuffer file) throws IndexRefusedException {
        byte[] magic = new byte[MAGIC.length];
        file.get(0, magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new IndexRefusedException("is no index");
        }
        if (file.getInt(8) != VERSION) {
            throw new IndexRefusedException("has version " + file.getInt(8) + ", not " + VERSION);
        }
        int layers = file.getInt(40);
        if (layers < 1 || layers > MAX_LAYERS || file.getInt(12) != length(layers) || length(layers) > file.limit()) {
            throw new IndexRefusedException("has a damaged header");
        }
        ByteBuffer header = ByteBuffer.allocate(length(layers)).order(ByteOrder.LITTLE_ENDIAN);
        file.get(0, header.array());
        int sum = header.getInt(44);
        header.putInt(44, 0);
        if (sum != checksum(header)) {
            throw new IndexRefusedException("has a damaged header");
        }
        if (header.getLong(16) != file.limit()) {
            throw new IndexRefusedException("has " + file.limit() + " bytes, not " + header.getLong(16));
        }
        return decodeChecked(header, layers);
    }

    private static IndexHeader decodeChecked(ByteBuffer header, int count) {
        List<RootIdentity> layers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = length(i);
            layers.add(new RootIdentity(
                    header.getLong(at),
                    header.getInt(at + 32),
                    header.getInt(at + 36),
                    header.getLong(at + 8),
                    header.getInt(at + 24),
                    header.getLong(at + 16),
                    header.getInt(at + 28)));
        }
        int bits = header.getInt(36);
        IndexKey key = new IndexKey(
                (bits & TRUSTED) != 0, (bits & AUFS) != 0, (bits & SAW_ALL) != 0, header.getLong(48), layers);
        return new IndexHeader(
                key, header.getLong(16), header.getLong(24), header.getInt(32), (bits & ROOT_HAS_NO_XATTRS) != 0);
    }
}
