package io.jfs.bench.micro;

import io.jfs.fuse.dispatch.FuseCounters;
import io.jfs.fuse.wire.Opcode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The requests of a mount that nobody uses just now. */
final class SettledRequests {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private SettledRequests() {}

    /** How many came so far. The kernel sends RELEASE after close(2) has returned, so those are waited for. */
    static Map<Opcode, Long> of(FuseCounters counters) throws IOException {
        long began = System.nanoTime();
        while (opened(counters) != counters.requests(Opcode.RELEASE)
                || succeeded(counters, Opcode.OPENDIR) != counters.requests(Opcode.RELEASEDIR)) {
            if (System.nanoTime() - began > PATIENCE_NANOS) {
                throw new IOException("files stay open: " + counters.byOpcode());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return counters.byOpcode();
    }

    private static long opened(FuseCounters counters) {
        return succeeded(counters, Opcode.OPEN)
                + succeeded(counters, Opcode.CREATE)
                + succeeded(counters, Opcode.TMPFILE);
    }

    private static long succeeded(FuseCounters counters, Opcode opcode) {
        return counters.requests(opcode) - counters.errors(opcode);
    }
}
