package io.jfs.core.layer;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** The headers that come before an entry and belong to it: PAX records, and GNU's long names. */
final class ExtensionHeaders {
    private PaxRecords pax = PaxRecords.NONE;
    private Optional<byte[]> longName = Optional.empty();
    private Optional<byte[]> longLink = Optional.empty();
    private boolean empty = true;

    PaxRecords pax() {
        return pax;
    }

    Optional<byte[]> longName() {
        return longName;
    }

    Optional<byte[]> longLink() {
        return longLink;
    }

    boolean isEmpty() {
        return empty;
    }

    /**
     * Takes in a header if it is one of these, with its body. Global PAX headers are passed over: archivers put remarks
     * there, and nothing in a layer may depend on them.
     *
     * @return false if it is an entry of its own
     */
    boolean accept(UstarHeader header, TarBlocks blocks, LayerLimits limits) throws IOException {
        switch (header.type()) {
            case TarConstants.LF_PAX_EXTENDED_HEADER_LC, TarConstants.LF_PAX_EXTENDED_HEADER_UC ->
                pax = PaxRecords.parse(body(header, blocks, limits.maxPaxBytes()));
            case TarConstants.LF_GNUTYPE_LONGNAME -> longName = Optional.of(name(header, blocks, limits));
            case TarConstants.LF_GNUTYPE_LONGLINK -> longLink = Optional.of(name(header, blocks, limits));
            case TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER -> {
                blocks.skip(padded(header.size()));
                return true;
            }
            default -> {
                return false;
            }
        }
        empty = false;
        return true;
    }

    private static byte[] name(UstarHeader header, TarBlocks blocks, LayerLimits limits) throws IOException {
        byte[] body = body(header, blocks, limits.maxPathBytes() + TarBlocks.BLOCK);
        int end = 0;
        while (end < body.length && body[end] != 0) {
            end++;
        }
        return Arrays.copyOf(body, end);
    }

    private static byte[] body(UstarHeader header, TarBlocks blocks, int limit) throws IOException {
        long size = header.size();
        if (size > limit) {
            throw header.malformed("an extended header of " + size + " bytes exceeds " + limit);
        }
        byte[] body = new byte[(int) size];
        blocks.readFully(body, body.length);
        blocks.skip(padded(size) - size);
        return body;
    }

    private static long padded(long size) throws LayerException {
        if (size > Long.MAX_VALUE - TarBlocks.BLOCK) {
            throw new LayerException("an extended header of " + size + " bytes");
        }
        return (size + TarBlocks.BLOCK - 1) & -TarBlocks.BLOCK;
    }
}
