package io.jfs.fuse.transport;

import io.jfs.linux.ErrnoException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Waits for the next request without sleeping at first: in most work it comes within microseconds, and waking a
 * processor that has gone to sleep meanwhile takes longer than answering does. Who needs the processor gets it between
 * two looks. For a single reader: beside others, which sleep, each request would wake one of them as well.
 *
 * <p>It rests where looking does not pay: after some vain waits, and, for much longer than it lasted, after others kept
 * it from the processor, since one who sleeps gets it back from them at once and one who looks does not.
 */
final class ActiveWait implements RequestWait {
    static final long LIMIT_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    static final int VAIN_WAITS = 16;
    static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    static final long KEPT_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    static final int REST_FACTOR = 8;

    private final RequestWait looking;
    private final RequestWait sleeping;
    private final LongSupplier clock;
    private int vain;
    private long restsUntil;

    /**
     * @param looking reads a request if there is one, else returns 0
     * @param sleeping sleeps until there is one
     * @param clock nanoseconds
     */
    ActiveWait(RequestWait looking, RequestWait sleeping, LongSupplier clock) {
        this.looking = looking;
        this.sleeping = sleeping;
        this.clock = clock;
        this.restsUntil = clock.getAsLong();
    }

    @Override
    public int read() throws ErrnoException {
        long start = clock.getAsLong();
        if (start - restsUntil < 0) {
            return sleeping.read();
        }
        int length = look(start);
        if (length > 0) {
            vain = 0;
            return length;
        }
        vain++;
        if (vain == VAIN_WAITS) {
            rest(start, REST_NANOS);
        }
        return sleeping.read();
    }

    /** Yielding is no means of coordination here: whoever does not run meanwhile runs when this sleeps. */
    @SuppressWarnings("ThreadPriorityCheck")
    private int look(long start) throws ErrnoException {
        long now = start;
        while (now - start < LIMIT_NANOS) {
            int length = looking.read();
            if (length > 0) {
                return length;
            }
            Thread.yield();
            long before = now;
            now = clock.getAsLong();
            if (now - before > KEPT_NANOS) {
                rest(now, (now - before) * REST_FACTOR);
            }
        }
        return 0;
    }

    private void rest(long now, long nanos) {
        restsUntil = now + nanos;
        vain = 0;
    }
}
