package io.jfs.fuse.transport;

import io.jfs.linux.Cpus;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.fuse.FuseDevice;
import io.jfs.linux.fuse.FuseRing;

/**
 * A thread's work: join a CPU's queue, then handle, answer and wait in one system call each, until the mount is gone.
 */
final class RingReader implements Runnable {
    private static final System.Logger LOG = System.getLogger(RingReader.class.getName());

    private final FuseDevice device;
    private final FuseRing ring;
    private final RingSlot slot;
    private final int queue;
    private final RingStart start;
    private final SessionEnd end;

    RingReader(FuseDevice device, FuseRing ring, RingSlot slot, int queue, RingStart start, SessionEnd end) {
        this.device = device;
        this.ring = ring;
        this.slot = slot;
        this.queue = queue;
        this.start = start;
        this.end = end;
    }

    @Override
    public void run() {
        try {
            if (join()) {
                serve();
            }
        } catch (ErrnoException e) {
            end.lost(e);
        } finally {
            ring.close();
            end.left();
        }
    }

    /** A queue that refuses does not end the session: the kernel then sends everything to the device. */
    private boolean join() {
        pin();
        try {
            ring.register(device, queue);
            start.joined();
            return true;
        } catch (ErrnoException e) {
            start.refused(e);
            return false;
        }
    }

    /** Here the request's data is in the processor's caches, and answering wakes no other processor. */
    private void pin() {
        try {
            Cpus.pinCurrentThread(queue);
        } catch (ErrnoException e) {
            LOG.log(System.Logger.Level.DEBUG, "cpu {0} cannot be had: {1}", queue, e.getMessage());
        }
    }

    private void serve() throws ErrnoException {
        ring.await();
        while (true) {
            ring.answerAndAwait(slot.serve());
        }
    }
}
