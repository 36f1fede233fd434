package io.jfs.core.layer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The body of the current entry: stored bytes, or with a sparse map the logical content, holes as zeros. */
final class TarBody extends InputStream {
    private final TarBlocks blocks;
    private Optional<SparseMap> sparse = Optional.empty();
    /** Stored bytes not read yet. */
    private long stored;

    private int padding;
    /** Logical position and end, for a sparse file only. */
    private long position;

    private int range;

    TarBody(TarBlocks blocks) {
        this.blocks = blocks;
    }

    /** Begins the body of an entry of plain content. */
    void begin(long size) {
        stored = size;
        padding = (int) (-size & (TarBlocks.BLOCK - 1));
        sparse = Optional.empty();
    }

    /** Begins the body of a sparse file, whose map, if stored in the body, was read already. */
    void begin(SparseMap map, long size) {
        begin(size);
        stored -= map.mapBytes();
        sparse = Optional.of(map);
        position = 0;
        range = 0;
    }

    /** Goes past the body and its padding. */
    void finish() throws IOException {
        blocks.skip(stored);
        blocks.skipPadding(padding);
        begin(0);
    }

    /** The map of a sparse file, whose data alone {@link #readStored} gives. */
    Optional<SparseMap> sparse() {
        return sparse;
    }

    /** Reads stored bytes until the target is full or the body ends; tells how many. */
    int readStored(byte[] target, int length) throws IOException {
        int wanted = (int) Math.min(length, stored);
        for (int done = 0; done < wanted; ) {
            done += blocks.read(target, done, wanted - done);
        }
        stored -= wanted;
        return wanted;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (sparse.isPresent()) {
            return readSparse(sparse.get(), target, offset, length);
        }
        if (stored == 0) {
            return -1;
        }
        int count = blocks.read(target, offset, (int) Math.min(length, stored));
        stored -= count;
        return count;
    }

    private int readSparse(SparseMap map, byte[] target, int offset, int length) throws IOException {
        List<Long> ranges = map.ranges();
        while (range < ranges.size() && position == ranges.get(range) + ranges.get(range + 1)) {
            range += 2;
        }
        if (position == map.size()) {
            return -1;
        }
        long start = range < ranges.size() ? ranges.get(range) : map.size();
        int count;
        if (position < start) {
            count = (int) Math.min(length, start - position);
            Arrays.fill(target, offset, offset + count, (byte) 0);
        } else {
            count = blocks.read(target, offset, (int) Math.min(length, start + ranges.get(range + 1) - position));
            stored -= count;
        }
        position += count;
        return count;
    }
}
