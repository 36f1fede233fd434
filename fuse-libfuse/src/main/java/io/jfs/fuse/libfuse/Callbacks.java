package io.jfs.fuse.libfuse;

import io.jfs.fuse.dispatch.DispatchOptions;
import io.jfs.fuse.dispatch.FuseHandler;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Runs callbacks of libfuse. An exception must not reach C: each becomes a negated error number. Thread-safe; exchanges
 * are shared because a thread of libfuse is a new Java thread in each callback.
 */
final class Callbacks {
    private static final System.Logger LOG = System.getLogger(Callbacks.class.getName());

    /** One callback's work. */
    interface Work {
        /** Returns what libfuse is to be told: 0 or more. */
        int run(Exchange exchange) throws ErrnoException;
    }

    private final ConcurrentLinkedQueue<Exchange> idle = new ConcurrentLinkedQueue<>();
    private final FuseHandler handler;
    private final DispatchOptions options;

    Callbacks(FuseHandler handler, DispatchOptions options) {
        this.handler = handler;
        this.options = options;
    }

    int call(Supplier<Caller> caller, Work work) {
        try {
            Exchange exchange = Optional.ofNullable(idle.poll()).orElseGet(() -> new Exchange(handler, options));
            try {
                exchange.begin(caller.get());
                return work.run(exchange);
            } finally {
                exchange.forgetAll();
                idle.add(exchange);
            }
        } catch (ErrnoException e) {
            return -e.code();
        } catch (RuntimeException | Error bug) {
            LOG.log(System.Logger.Level.ERROR, "a callback of libfuse is answered EIO", bug);
            return -Errno.EIO.code();
        }
    }
}
