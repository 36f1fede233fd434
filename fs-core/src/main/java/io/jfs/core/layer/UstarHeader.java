package io.jfs.core.layer;

import io.jfs.linux.NativePath;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;

/**
 * One header block (POSIX pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format"). Names come as bytes;
 * numbers in octal or base 256.
 */
final class UstarHeader {
    private static final int MODE = 100;
    private static final int UID = 108;
    private static final int GID = 116;
    private static final int SIZE = 124;
    private static final int MTIME = 136;
    private static final int TYPE = 156;
    private static final int LINK_NAME = 157;
    private static final int DEVICE_MAJOR = 329;
    private static final int DEVICE_MINOR = 337;
    private static final int PREFIX = 345;
    /** Star writes access and change time behind a shorter prefix, and {@code tar} at the very end. */
    private static final int STAR_PREFIX_LENGTH = 131;

    private static final byte[] POSIX_MAGIC = {'u', 's', 't', 'a', 'r', 0};
    private static final byte[] STAR_MAGIC = {'t', 'a', 'r', 0};

    private final byte[] block;

    private UstarHeader(byte[] block) {
        this.block = block;
    }

    /**
     * @param block 512 bytes; must not change while the header is in use
     * @param position where in the stream it begins, for the message
     * @throws LayerException if the checksum does not fit
     */
    static UstarHeader of(byte[] block, long position) throws LayerException {
        try {
            if (TarUtils.verifyCheckSum(block)) {
                return new UstarHeader(block);
            }
        } catch (IllegalArgumentException e) {
            throw new LayerException("not a tar header at byte " + position + ": malformed checksum", e);
        }
        throw new LayerException("not a tar header at byte " + position + ": wrong checksum");
    }

    /** A block that continues a header and has no checksum; may be filled anew. */
    static UstarHeader extension(byte[] block) {
        return new UstarHeader(block);
    }

    char type() {
        return (char) (block[TYPE] & 0xFF);
    }

    byte[] name() {
        byte[] name = text(0, TarConstants.NAMELEN);
        if (!matches(POSIX_MAGIC, TarConstants.MAGIC_OFFSET) || block[PREFIX] == 0) {
            return name;
        }
        byte[] prefix = text(PREFIX, matches(STAR_MAGIC, 508) ? STAR_PREFIX_LENGTH : TarConstants.PREFIXLEN);
        if (prefix.length == 0) {
            return name;
        }
        byte[] joined = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
        joined[prefix.length] = '/';
        System.arraycopy(name, 0, joined, prefix.length + 1, name.length);
        return joined;
    }

    byte[] linkName() {
        return text(LINK_NAME, TarConstants.NAMELEN);
    }

    int mode() throws LayerException {
        return (int) number("mode", MODE, TarConstants.MODELEN) & 0_7777;
    }

    long uid() throws LayerException {
        return number("uid", UID, TarConstants.UIDLEN);
    }

    long gid() throws LayerException {
        return number("gid", GID, TarConstants.GIDLEN);
    }

    long size() throws LayerException {
        long size = number("size", SIZE, TarConstants.SIZELEN);
        if (size < 0) {
            throw malformed("size " + size + " is negative");
        }
        return size;
    }

    long mtime() throws LayerException {
        return number("mtime", MTIME, TarConstants.MODTIMELEN);
    }

    long deviceMajor() throws LayerException {
        return number("device major", DEVICE_MAJOR, TarConstants.DEVLEN);
    }

    long deviceMinor() throws LayerException {
        return number("device minor", DEVICE_MINOR, TarConstants.DEVLEN);
    }

    /** A byte of the block. */
    byte at(int offset) {
        return block[offset];
    }

    /** A number in octal or base 256. */
    long number(String field, int offset, int length) throws LayerException {
        try {
            return TarUtils.parseOctalOrBinary(block, offset, length);
        } catch (IllegalArgumentException e) {
            throw LayerException.of(NativePath.decode(name()), "malformed " + field, e);
        }
    }

    LayerException malformed(String what) {
        return LayerException.of(NativePath.decode(name()), what);
    }

    private byte[] text(int offset, int length) {
        int end = offset;
        while (end < offset + length && block[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(block, offset, end);
    }

    private boolean matches(byte[] magic, int offset) {
        return Arrays.equals(block, offset, offset + magic.length, magic, 0, magic.length);
    }
}
