package io.jfs.core.layer;

import io.jfs.linux.FileType;
import io.jfs.linux.NativePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes tar entries: ustar headers, preceded by PAX records where ustar cannot say it. The records are our own bytes,
 * for the archiver would make text of them.
 */
public final class TarEmitter {
    private static final String LATIN_1 = StandardCharsets.ISO_8859_1.name();
    private static final int MAX_NAME = TarConstants.NAMELEN - 1;

    private final TarArchiveOutputStream tar;
    private final byte[] buffer = new byte[128 << 10];

    /** Writes to a stream, which stays the caller's. */
    public TarEmitter(OutputStream out) {
        // Latin-1 carries the bytes of names as they are.
        tar = new TarArchiveOutputStream(out, LATIN_1);
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_TRUNCATE);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
    }

    /** Writes an entry without a body. */
    public void entry(TarEntry entry) throws IOException {
        header(entry);
        tar.closeArchiveEntry();
    }

    /**
     * Writes a regular file.
     *
     * @throws LayerException if the content ends before the entry's size
     */
    public void file(TarEntry entry, InputStream content) throws IOException {
        header(entry);
        for (long left = entry.size(); left > 0; ) {
            int count = content.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw LayerException.of(entry.path(), "the file shrank while it was read");
            }
            tar.write(buffer, 0, count);
            left -= count;
        }
        tar.closeArchiveEntry();
    }

    /** Writes the end marker. */
    public void finish() throws IOException {
        tar.finish();
    }

    private void header(TarEntry entry) throws IOException {
        PaxWriter pax = pax(entry);
        if (!pax.isEmpty()) {
            byte[] records = pax.toBytes();
            TarArchiveEntry extension = new TarArchiveEntry(
                    latin1(shortened("PaxHeaders.0/" + entry.name())), TarConstants.LF_PAX_EXTENDED_HEADER_LC, true);
            fill(extension, 0_644, records.length, 0);
            tar.putArchiveEntry(extension);
            tar.write(records);
            tar.closeArchiveEntry();
        }
        TarArchiveEntry header = new TarArchiveEntry(latin1(shortened(pathOf(entry))), flag(entry.type()), true);
        fill(header, entry.mode(), entry.size(), entry.mtimeSeconds());
        header.setUserId(Integer.toUnsignedLong(entry.uid()));
        header.setGroupId(Integer.toUnsignedLong(entry.gid()));
        header.setLinkName(latin1(shortened(entry.linkName())));
        header.setDevMajor(entry.deviceMajor());
        header.setDevMinor(entry.deviceMinor());
        tar.putArchiveEntry(header);
    }

    private static void fill(TarArchiveEntry header, int mode, long size, long mtime) {
        header.setMode(mode);
        header.setSize(size);
        header.setLastModifiedTime(FileTime.from(mtime, TimeUnit.SECONDS));
        header.setUserName("");
        header.setGroupName("");
        header.setUserId(0);
        header.setGroupId(0);
    }

    private static PaxWriter pax(TarEntry entry) {
        PaxWriter pax = new PaxWriter();
        if (!fits(pathOf(entry))) {
            pax.putPath("path", pathOf(entry));
        }
        if (!fits(entry.linkName())) {
            pax.putPath("linkpath", entry.linkName());
        }
        if (entry.size() > TarConstants.MAXSIZE) {
            pax.put("size", Long.toString(entry.size()));
        }
        putId(pax, "uid", entry.uid());
        putId(pax, "gid", entry.gid());
        if (entry.mtimeNanos() != 0 || entry.mtimeSeconds() < 0 || entry.mtimeSeconds() > TarConstants.MAXSIZE) {
            pax.put("mtime", new TarTime(entry.mtimeSeconds(), entry.mtimeNanos()).toString());
        }
        for (Map.Entry<String, byte[]> xattr : entry.xattrs().entrySet()) {
            pax.put("SCHILY.xattr." + xattr.getKey(), xattr.getValue());
        }
        return pax;
    }

    private static void putId(PaxWriter pax, String key, int id) {
        if (Integer.toUnsignedLong(id) > TarConstants.MAXID) {
            pax.put(key, Integer.toUnsignedString(id));
        }
    }

    /** Plain ASCII that the header has room for. Bytes that are not UTF-8 are better left to the header, if short. */
    private static boolean fits(String path) {
        byte[] bytes = NativePath.encode(path);
        if (bytes.length > MAX_NAME) {
            return false;
        }
        boolean ascii = path.chars().allMatch(c -> c < 0x80);
        return ascii || !new String(bytes, StandardCharsets.UTF_8).equals(path);
    }

    private static String pathOf(TarEntry entry) {
        if (entry.path().isEmpty()) {
            return "./";
        }
        return entry.type() == EntryType.DIRECTORY ? entry.path() + "/" : entry.path();
    }

    /**
     * What stands in a header field when the PAX record has the whole; not ending in a slash, which would mean a
     * directory.
     */
    private static byte[] shortened(String path) {
        byte[] bytes = NativePath.encode(path);
        if (bytes.length <= MAX_NAME) {
            return bytes;
        }
        byte[] start = Arrays.copyOf(bytes, MAX_NAME);
        if (start[MAX_NAME - 1] == '/' && bytes[bytes.length - 1] != '/') {
            start[MAX_NAME - 1] = '_';
        }
        return start;
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte flag(EntryType type) {
        return switch (type) {
            case REGULAR -> TarConstants.LF_NORMAL;
            case HARD_LINK -> TarConstants.LF_LINK;
            case SYMLINK -> TarConstants.LF_SYMLINK;
            case CHARACTER_DEVICE -> TarConstants.LF_CHR;
            case BLOCK_DEVICE -> TarConstants.LF_BLK;
            case DIRECTORY -> TarConstants.LF_DIR;
            case FIFO -> TarConstants.LF_FIFO;
        };
    }

    static EntryType typeOf(FileType type) throws LayerException {
        return switch (type) {
            case REGULAR -> EntryType.REGULAR;
            case DIRECTORY -> EntryType.DIRECTORY;
            case SYMLINK -> EntryType.SYMLINK;
            case CHARACTER_DEVICE -> EntryType.CHARACTER_DEVICE;
            case BLOCK_DEVICE -> EntryType.BLOCK_DEVICE;
            case FIFO -> EntryType.FIFO;
            case SOCKET -> throw new LayerException("a socket cannot be in a layer");
        };
    }
}
