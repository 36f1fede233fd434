package io.jfs.core.layer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Where the data of a sparse file lies, the rest being holes (GNU tar manual, "Storing Sparse Files").
 *
 * @param size logical size of the file
 * @param ranges offset and length of each range of data in turn, ascending, without overlap
 * @param mapBytes how many bytes of the stored body the map itself took, whole blocks
 */
record SparseMap(long size, List<Long> ranges, long mapBytes) {
    private static final int MAX_RANGES = 1 << 20;
    private static final int HEADER_PAIRS = 386;
    private static final int HEADER_EXTENDED = 482;
    private static final int HEADER_REAL_SIZE = 483;
    private static final int EXTENSION_PAIRS = 21;
    private static final int EXTENSION_EXTENDED = 504;
    private static final int PAIR = TarConstants.SPARSE_OFFSET_LEN + TarConstants.SPARSE_NUMBYTES_LEN;

    /** @throws LayerException unless the ranges ascend, lie in the file, and add up to the stored size */
    SparseMap checked(long stored) throws LayerException {
        long end = 0;
        long sum = mapBytes;
        for (int i = 0; i < ranges.size(); i += 2) {
            long offset = ranges.get(i);
            long length = ranges.get(i + 1);
            if (offset < end || length < 0 || offset > size || length > size - offset) {
                throw new LayerException("malformed sparse map");
            }
            end = offset + length;
            sum += length;
        }
        if (sum != stored) {
            throw new LayerException("the sparse map does not fit the stored size");
        }
        return this;
    }

    /** Old GNU format, type {@code S}: the map is in the header and in the blocks that follow it. */
    static SparseMap oldGnu(UstarHeader header, TarBlocks blocks) throws IOException {
        List<Long> ranges = new ArrayList<>();
        long size = header.number("real size", HEADER_REAL_SIZE, TarConstants.SIZELEN);
        addPairs(header, HEADER_PAIRS, TarConstants.SPARSELEN_GNU / PAIR, ranges);
        byte[] block = new byte[TarBlocks.BLOCK];
        UstarHeader extension = UstarHeader.extension(block);
        for (boolean more = header.at(HEADER_EXTENDED) == 1; more; more = block[EXTENSION_EXTENDED] == 1) {
            if (!blocks.next(block)) {
                throw header.malformed("truncated sparse map");
            }
            addPairs(extension, 0, EXTENSION_PAIRS, ranges);
        }
        return new SparseMap(size, ranges, 0);
    }

    private static void addPairs(UstarHeader block, int start, int count, List<Long> ranges) throws LayerException {
        for (int i = 0; i < count && block.at(start + i * PAIR) != 0; i++) {
            int at = start + i * PAIR;
            ranges.add(block.number("sparse offset", at, TarConstants.SPARSE_OFFSET_LEN));
            int length = at + TarConstants.SPARSE_OFFSET_LEN;
            ranges.add(block.number("sparse length", length, TarConstants.SPARSE_NUMBYTES_LEN));
        }
        bound(ranges.size() / 2);
    }

    /** PAX formats 0.0, 0.1 and 1.0; the last has its map at the start of the body. */
    static Optional<SparseMap> pax(PaxRecords pax, TarBlocks blocks, long stored) throws IOException {
        Optional<Long> realSize = pax.number("GNU.sparse.realsize");
        if (pax.text("GNU.sparse.major").equals(Optional.of("1")) && realSize.isPresent()) {
            return Optional.of(inBody(blocks, realSize.get(), stored));
        }
        Optional<Long> size = pax.number("GNU.sparse.size");
        Optional<String> map = pax.text("GNU.sparse.map");
        if (size.isEmpty() || (map.isEmpty() && pax.sparsePairs().isEmpty())) {
            return Optional.empty();
        }
        List<Long> ranges = new ArrayList<>(pax.sparsePairs());
        if (map.isPresent()) {
            ranges.clear();
            for (String number : map.get().split(",", -1)) {
                ranges.add(PaxRecords.number("GNU.sparse.map", number.getBytes(StandardCharsets.UTF_8)));
            }
        }
        if (ranges.size() % 2 != 0) {
            throw new LayerException("PAX sparse map: an offset without a length");
        }
        bound(ranges.size() / 2);
        return Optional.of(new SparseMap(size.get(), ranges, 0));
    }

    private static SparseMap inBody(TarBlocks blocks, long size, long stored) throws IOException {
        DecimalLines lines = new DecimalLines(blocks, stored);
        long count = lines.next();
        bound(count);
        List<Long> ranges = new ArrayList<>();
        for (long i = 0; i < 2 * count; i++) {
            ranges.add(lines.next());
        }
        return new SparseMap(size, ranges, lines.consumed);
    }

    private static void bound(long count) throws LayerException {
        if (count > MAX_RANGES) {
            throw new LayerException("a sparse file with more than " + MAX_RANGES + " ranges");
        }
    }

    /** Decimal numbers, one a line, in whole blocks. */
    private static final class DecimalLines {
        private final TarBlocks blocks;
        private final long stored;
        private final byte[] block = new byte[TarBlocks.BLOCK];
        private int position = TarBlocks.BLOCK;
        private long consumed;

        DecimalLines(TarBlocks blocks, long stored) {
            this.blocks = blocks;
            this.stored = stored;
        }

        long next() throws IOException {
            StringBuilder digits = new StringBuilder();
            for (byte b = read(); b != '\n'; b = read()) {
                if (digits.length() > 20) {
                    throw new LayerException("PAX sparse map: malformed number");
                }
                digits.append((char) b);
            }
            return PaxRecords.number("sparse map", digits.toString().getBytes(StandardCharsets.UTF_8));
        }

        private byte read() throws IOException {
            if (position == TarBlocks.BLOCK) {
                if (consumed + TarBlocks.BLOCK > stored || !blocks.next(block)) {
                    throw new LayerException("PAX sparse map: truncated");
                }
                consumed += TarBlocks.BLOCK;
                position = 0;
            }
            return block[position++];
        }
    }
}
