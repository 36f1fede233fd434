package io.jfs.fuse.transport;

import io.jfs.linux.ErrnoException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * How a session ends: one thread finds the connection lost, all others leave, and the last one to leave cleans up.
 * Thread-safe.
 */
final class SessionEnd {
    private static final System.Logger LOG = System.getLogger(SessionEnd.class.getName());

    private final List<Thread> threads = new ArrayList<>(); // written before the threads start
    private final AtomicInteger inside = new AtomicInteger();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Runnable cleanUp;
    private volatile boolean lost;

    SessionEnd(Runnable cleanUp) {
        this.cleanUp = cleanUp;
    }

    void start(List<Thread> all) {
        threads.addAll(all);
        inside.set(all.size());
        all.forEach(Thread::start);
    }

    boolean isLost() {
        return lost;
    }

    /** The connection is gone, for this reason; anything but an unmount is logged. */
    void lost(ErrnoException reason) {
        if (!Channel.isEnd(reason)) {
            LOG.log(System.Logger.Level.ERROR, "the FUSE connection is lost", reason);
        }
        lost = true;
        threads.forEach(LockSupport::unpark);
    }

    /** A thread leaves. */
    void left() {
        if (inside.decrementAndGet() == 0) {
            try {
                cleanUp.run();
            } finally {
                done.countDown();
            }
        }
    }

    void await() throws InterruptedException {
        done.await();
    }

    boolean isDone() {
        return done.getCount() == 0;
    }
}
