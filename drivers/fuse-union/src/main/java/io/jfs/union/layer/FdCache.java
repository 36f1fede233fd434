package io.jfs.union.layer;

import io.jfs.linux.Fd;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps descriptors open for later use, at most about as many as allowed: those not used for longest are closed, and
 * opened again when they are needed. So a union of any size works within RLIMIT_NOFILE.
 *
 * <p>A slot's state is one number: how many users pin it, or that it is closed. Only who wins the step from 0 to
 * CLOSING closes; only who holds the slot's monitor opens.
 */
public final class FdCache implements AutoCloseable {
    private static final int CLOSED = -1;
    private static final int CLOSING = -2;

    /** How many slots one opening looks at to find one to close; all may be pinned. */
    private static final int SEARCH = 64;

    private final int limit;
    private final AtomicInteger open = new AtomicInteger();
    /** Every slot that is open, and maybe some that are closed again; oldest first. */
    private final ConcurrentLinkedQueue<Slot> clock = new ConcurrentLinkedQueue<>();

    /** @param limit how many descriptors may stay open; pinned ones do in any case */
    public FdCache(int limit) {
        this.limit = limit;
    }

    /** One descriptor of the cache: what it is of is said by {@link #reopen}. */
    public abstract static class Slot implements Pin {
        private final FdCache cache;
        private final AtomicInteger state = new AtomicInteger(CLOSED);
        private volatile @Nullable Fd fd;
        private volatile boolean used;

        protected Slot(FdCache cache) {
            this.cache = cache;
        }

        /** Opens the file; called with the slot's monitor held. */
        protected abstract Fd reopen() throws IOException;

        /** Opens the descriptor if need be, and keeps it open until {@link #close}. */
        public final Pin pin() throws IOException {
            while (true) {
                int pins = state.get();
                if (pins >= 0) {
                    if (state.compareAndSet(pins, pins + 1)) {
                        used = true;
                        return this;
                    }
                } else if (pins == CLOSING) {
                    Thread.onSpinWait();
                } else if (openPinned()) {
                    cache.opened(this);
                    return this;
                }
            }
        }

        private synchronized boolean openPinned() throws IOException {
            if (state.get() != CLOSED) {
                return false;
            }
            fd = reopen();
            state.set(1);
            return true;
        }

        @Override
        public final Fd fd() {
            Fd current = fd;
            if (current == null) {
                throw new IllegalStateException("descriptor is not pinned");
            }
            return current;
        }

        /** Unpins. */
        @Override
        public final void close() {
            state.decrementAndGet();
        }

        /** Closes the descriptor unless it is pinned. */
        public final void discard() {
            if (tryClose()) {
                cache.open.decrementAndGet();
            }
        }

        private boolean tryClose() {
            if (!state.compareAndSet(0, CLOSING)) {
                return false;
            }
            Fd old = fd;
            fd = null;
            state.set(CLOSED);
            if (old != null) {
                old.close();
            }
            return true;
        }

        private boolean isOpen() {
            return state.get() >= 0;
        }
    }

    private void opened(Slot slot) {
        clock.add(slot);
        if (open.incrementAndGet() <= limit) {
            return;
        }
        for (int i = 0; i < SEARCH && open.get() > limit; i++) {
            Slot oldest = clock.poll();
            if (oldest == null) {
                return;
            }
            if (!oldest.isOpen()) {
                continue;
            }
            if (oldest.equals(slot) || oldest.used) {
                oldest.used = false;
                clock.add(oldest);
            } else if (oldest.tryClose()) {
                open.decrementAndGet();
            } else {
                clock.add(oldest);
            }
        }
    }

    /** How many descriptors are open. */
    public int size() {
        return open.get();
    }

    /** Closes all; nothing may be pinned. */
    @Override
    public void close() {
        for (Slot slot = clock.poll(); slot != null; slot = clock.poll()) {
            slot.discard();
        }
    }
}
