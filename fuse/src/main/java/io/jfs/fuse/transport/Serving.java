package io.jfs.fuse.transport;

import io.jfs.fuse.dispatch.DispatchOptions;
import io.jfs.fuse.dispatch.FuseHandler;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.fuse.FuseDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All threads that serve one mount. */
final class Serving {
    private Serving() {}

    /**
     * Starts the threads. They end with the mount, close the device and stop the handler, which is stopped too if they
     * cannot start.
     *
     * @param rings what carries requests beside the device, if anything does
     */
    static SessionEnd start(
            FuseHandler handler,
            FuseDevice device,
            DispatchOptions dispatch,
            FuseOptions options,
            Optional<RingTransport> rings)
            throws ErrnoException {
        boolean serves = false;
        try {
            SessionEnd end = startThreads(handler, device, dispatch, options, rings);
            serves = true;
            return end;
        } finally {
            if (!serves) {
                handler.stop();
            }
        }
    }

    private static SessionEnd startThreads(
            FuseHandler handler,
            FuseDevice device,
            DispatchOptions dispatch,
            FuseOptions options,
            Optional<RingTransport> rings)
            throws ErrnoException {
        // Beside rings the device carries little: FORGET and INTERRUPT.
        int readers = rings.isPresent() ? 1 : options.readers();
        int standbys = rings.isPresent() ? 0 : options.standbys();
        DeviceTransport own = DeviceTransport.prepare(handler, device, dispatch, options, readers);
        SessionEnd end = new SessionEnd(() -> {
            own.close();
            handler.stop();
        });
        List<Thread> threads = new ArrayList<>(own.threads(end, standbys));
        rings.ifPresent(some -> threads.addAll(some.threads(handler, device, dispatch, end)));
        end.start(threads);
        return end;
    }
}
