package io.jfs.core.layer;

import io.jfs.linux.NativePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Makes one entry of its header and of the extension headers before it. PAX records win over GNU long names, those over
 * the header.
 */
final class EntryReader {
    private static final long MAX_ID = 0xFFFF_FFFEL;

    private final UstarHeader header;
    private final PaxRecords pax;
    private final ExtensionHeaders extensions;
    private final LayerLimits limits;

    EntryReader(UstarHeader header, ExtensionHeaders extensions, LayerLimits limits) {
        this.header = header;
        this.pax = extensions.pax();
        this.extensions = extensions;
        this.limits = limits;
    }

    /** Reads the entry, and sets the body to its content. */
    TarEntry read(TarBlocks blocks, TarBody body) throws IOException {
        byte[] rawPath = rawPath();
        String path = EntryPath.clean(rawPath, limits);
        try {
            EntryType type = type(rawPath);
            long size = type == EntryType.REGULAR ? beginBody(blocks, body) : beginEmpty(body);
            return entry(path, type, size);
        } catch (LayerException e) {
            throw e.about(path);
        }
    }

    private TarEntry entry(String path, EntryType type, long size) throws IOException {
        boolean device = type == EntryType.CHARACTER_DEVICE || type == EntryType.BLOCK_DEVICE;
        Optional<String> paxTime = pax.text("mtime");
        TarTime mtime = paxTime.isPresent() ? TarTime.parse(paxTime.get()) : new TarTime(header.mtime(), 0);
        return new TarEntry(
                path,
                type,
                header.mode(),
                id("uid", pax.number("uid"), header.uid()),
                id("gid", pax.number("gid"), header.gid()),
                size,
                mtime.seconds(),
                mtime.nanos(),
                linkName(type),
                device ? deviceNumber(pax.number("SCHILY.devmajor").orElse(header.deviceMajor())) : 0,
                device ? deviceNumber(pax.number("SCHILY.devminor").orElse(header.deviceMinor())) : 0,
                xattrs());
    }

    private byte[] rawPath() {
        return pax.get("GNU.sparse.name")
                .or(() -> pax.get("path"))
                .or(extensions::longName)
                .orElseGet(header::name);
    }

    /** The old type NUL is a directory if its name ends in a slash (GNU tar manual, "Basic Tar Format"). */
    private EntryType type(byte[] rawPath) throws LayerException {
        boolean slash = rawPath.length > 0 && rawPath[rawPath.length - 1] == '/';
        return switch (header.type()) {
            case TarConstants.LF_OLDNORM -> slash ? EntryType.DIRECTORY : EntryType.REGULAR;
            case TarConstants.LF_NORMAL, TarConstants.LF_CONTIG, TarConstants.LF_GNUTYPE_SPARSE -> EntryType.REGULAR;
            case TarConstants.LF_LINK -> EntryType.HARD_LINK;
            case TarConstants.LF_SYMLINK -> EntryType.SYMLINK;
            case TarConstants.LF_CHR -> EntryType.CHARACTER_DEVICE;
            case TarConstants.LF_BLK -> EntryType.BLOCK_DEVICE;
            case TarConstants.LF_DIR -> EntryType.DIRECTORY;
            case TarConstants.LF_FIFO -> EntryType.FIFO;
            default ->
                throw new LayerException("type '" + NativePath.decode(new byte[] {(byte) header.type()})
                        + "' is not one a layer may have");
        };
    }

    private long beginBody(TarBlocks blocks, TarBody body) throws IOException {
        Optional<Long> paxSize = pax.number("size");
        long stored = paxSize.isPresent() ? paxSize.get() : header.size();
        Optional<SparseMap> sparse = header.type() == TarConstants.LF_GNUTYPE_SPARSE
                ? Optional.of(SparseMap.oldGnu(header, blocks))
                : SparseMap.pax(pax, blocks, stored);
        long size = sparse.isPresent() ? sparse.get().size() : stored;
        if (size > limits.maxBytes() || stored > limits.maxBytes()) {
            throw new LayerException("size " + size + " exceeds " + limits.maxBytes() + " bytes");
        }
        if (sparse.isPresent()) {
            body.begin(sparse.get().checked(stored), stored);
        } else {
            body.begin(stored);
        }
        return size;
    }

    /**
     * All but regular files have no body, whatever size they state: some writers give hard links the size of the file.
     */
    private static long beginEmpty(TarBody body) {
        body.begin(0);
        return 0;
    }

    private String linkName(EntryType type) throws LayerException {
        byte[] raw = pax.get("linkpath").or(extensions::longLink).orElseGet(header::linkName);
        if (type == EntryType.SYMLINK) {
            String target = EntryPath.text(raw, limits);
            if (target.isEmpty()) {
                throw new LayerException("a symbolic link to nothing");
            }
            return target;
        }
        if (type != EntryType.HARD_LINK) {
            return "";
        }
        String target = EntryPath.clean(raw, limits);
        if (target.isEmpty()) {
            throw new LayerException("a hard link to the root");
        }
        return target;
    }

    private Map<String, byte[]> xattrs() throws LayerException {
        Map<String, byte[]> all = pax.xattrs();
        if (all.isEmpty()) {
            return Map.of();
        }
        long bytes = 0;
        for (Map.Entry<String, byte[]> xattr : all.entrySet()) {
            bytes += xattr.getKey().getBytes(StandardCharsets.UTF_8).length + xattr.getValue().length;
        }
        if (bytes > limits.maxXattrBytes()) {
            throw new LayerException("extended attributes exceed " + limits.maxXattrBytes() + " bytes");
        }
        return Collections.unmodifiableMap(new LinkedHashMap<>(all));
    }

    private static int id(String field, Optional<Long> paxId, long headerId) throws LayerException {
        long id = paxId.orElse(headerId);
        if (id < 0 || id > MAX_ID) {
            throw new LayerException(field + " " + id + " is out of range");
        }
        return (int) id;
    }

    private static int deviceNumber(long number) throws LayerException {
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new LayerException("device number " + number + " is out of range");
        }
        return (int) number;
    }
}
