package io.jfs.union;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * All nodes by id. An id is a slot (low 32 bits) and how often the slot was used before (high bits), so that ids are
 * never used again. Finding takes no lock; slots lie in chunks that never move.
 */
final class NodeTable {
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final long SLOT_MASK = 0xffff_ffffL;
    private static final long NEXT_USE = 1L << 32;

    /** Replaced when it grows; the chunks stay. */
    private volatile @Nullable AtomicReferenceArray<@Nullable Node>[] chunks = newChunks(16);

    private long[] freeIds = new long[CHUNK]; // a stack; guarded by this
    private int freeCount; // guarded by this
    private int nextSlot = (int) Union.ROOT; // guarded by this
    private int size; // guarded by this

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable AtomicReferenceArray<@Nullable Node>[] newChunks(int length) {
        return new AtomicReferenceArray[length];
    }

    /** Makes a node with a new id. */
    interface Maker {
        Node make(long id);
    }

    synchronized Node add(Maker maker) {
        long id = freeCount > 0 ? freeIds[--freeCount] : nextSlot++;
        int slot = (int) (id & SLOT_MASK);
        int chunk = slot >>> CHUNK_BITS;
        @Nullable AtomicReferenceArray<@Nullable Node>[] all = chunks;
        if (chunk >= all.length) {
            all = Arrays.copyOf(all, all.length * 2);
        }
        AtomicReferenceArray<@Nullable Node> there = all[chunk];
        if (there == null) {
            there = new AtomicReferenceArray<>(CHUNK);
            all[chunk] = there;
        }
        Node node = maker.make(id);
        there.set(slot & (CHUNK - 1), node);
        chunks = all;
        size++;
        return node;
    }

    /** The node with an id; null if there is none. */
    @Nullable
    Node find(long id) {
        int slot = (int) (id & SLOT_MASK);
        int chunk = slot >>> CHUNK_BITS;
        @Nullable AtomicReferenceArray<@Nullable Node>[] all = chunks;
        if (chunk >= all.length) {
            return null;
        }
        AtomicReferenceArray<@Nullable Node> there = all[chunk];
        Node node = there == null ? null : there.get(slot & (CHUNK - 1));
        return node != null && node.id == id ? node : null;
    }

    /** The node with an id; ESTALE if there is none. */
    Node get(long id) throws ErrnoException {
        Node node = find(id);
        if (node == null) {
            throw Failures.of(Errno.ESTALE, "union", "node " + id);
        }
        return node;
    }

    synchronized void remove(Node node) {
        int slot = (int) (node.id & SLOT_MASK);
        AtomicReferenceArray<@Nullable Node> there = chunks[slot >>> CHUNK_BITS];
        if (there != null && there.compareAndSet(slot & (CHUNK - 1), node, null)) {
            if (freeCount == freeIds.length) {
                freeIds = Arrays.copyOf(freeIds, freeCount * 2);
            }
            freeIds[freeCount++] = node.id + NEXT_USE;
            size--;
        }
    }

    synchronized int size() {
        return size;
    }

    /** Closes what the nodes hold; nobody uses them any more. */
    synchronized void closeAll() {
        for (AtomicReferenceArray<@Nullable Node> chunk : chunks) {
            for (int i = 0; chunk != null && i < CHUNK; i++) {
                Node node = chunk.get(i);
                if (node != null) {
                    node.closeAll();
                }
            }
        }
    }
}
