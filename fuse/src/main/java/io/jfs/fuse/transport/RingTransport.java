package io.jfs.fuse.transport;

import io.jfs.fuse.dispatch.DispatchOptions;
import io.jfs.fuse.dispatch.FuseHandler;
import io.jfs.linux.Cpus;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.fuse.FuseDevice;
import io.jfs.linux.fuse.FuseRing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Serves a mount by io_uring: for each processor that the machine may have, a queue with a few threads that wait for
 * its requests. The kernel prefers the place that was used last, so that a queue's second thread works only while the
 * first is busy. FORGET, INTERRUPT and notifications still go through the device.
 *
 * <p>Made before INIT, because the kernel holds all requests back from the moment that io_uring is agreed until each
 * queue has a place: whatever can fail must have failed before.
 */
final class RingTransport {
    private static final int MIN_PAYLOAD_BYTES = 8192; // FUSE_MIN_READ_BUFFER

    private final List<FuseRing> rings;
    private final int queues;
    private final String source;
    private final RingStart start;
    private boolean used;

    private RingTransport(List<FuseRing> rings, int queues, String source) {
        this.rings = rings;
        this.queues = queues;
        this.source = source;
        this.start = new RingStart(rings.size());
    }

    /** Makes the rings; {@link #threads} or {@link #closeUnused} must follow. */
    static RingTransport prepare(FuseOptions options) throws IOException {
        int queues = Cpus.possible();
        List<FuseRing> rings = new ArrayList<>();
        try {
            for (int i = 0; i < queues * options.queueDepth(); i++) {
                rings.add(FuseRing.create(RingSlot.PAYLOAD_AT, Math.max(options.maxWrite(), MIN_PAYLOAD_BYTES)));
            }
            return new RingTransport(rings, queues, options.source());
        } catch (ErrnoException e) {
            rings.forEach(FuseRing::close);
            throw e;
        }
    }

    /** The threads, which close the rings. */
    List<Thread> threads(FuseHandler handler, FuseDevice device, DispatchOptions dispatch, SessionEnd end) {
        used = true;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < rings.size(); i++) {
            FuseRing ring = rings.get(i);
            RingSlot slot = new RingSlot(ring.bytes(), handler, dispatch);
            Runnable work = new RingReader(device, ring, slot, i % queues, start, end);
            String name = "fuse-" + source + "-ring-" + i % queues + "-" + i / queues;
            threads.add(Thread.ofPlatform().daemon().name(name).unstarted(work));
        }
        return threads;
    }

    /** Waits until the kernel uses the rings; why it does not, empty if it does. */
    Optional<ErrnoException> awaitStart() {
        return start.await();
    }

    /** Closes the rings unless there are {@link #threads} to do it. */
    void closeUnused() {
        if (!used) {
            rings.forEach(FuseRing::close);
        }
    }
}
