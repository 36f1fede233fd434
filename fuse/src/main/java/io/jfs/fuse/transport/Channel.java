package io.jfs.fuse.transport;

import io.jfs.fuse.dispatch.DispatchOptions;
import io.jfs.fuse.dispatch.Dispatcher;
import io.jfs.fuse.dispatch.FuseHandler;
import io.jfs.fuse.wire.Headers;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.fuse.FuseDevice;
import io.jfs.linux.fuse.NativeBuffer;
import java.util.Optional;

/** One thread's device, buffers and dispatcher. */
final class Channel implements AutoCloseable {
    /** Room beside the data of one WRITE or READ: headers, and directories that are not page-sized. */
    private static final int HEADROOM = 8192;

    private final FuseDevice device;

    /** Of the same mount, never blocks. */
    private Optional<FuseDevice> polled = Optional.empty();

    /** Which of the two the request under way came from. */
    private FuseDevice source;

    private final NativeBuffer in;
    private final NativeBuffer out;
    private final Dispatcher dispatcher;

    Channel(FuseDevice device, FuseHandler handler, DispatchOptions options, int maxWrite) throws ErrnoException {
        this.device = device;
        source = device;
        in = NativeBuffer.allocate(maxWrite + HEADROOM);
        out = NativeBuffer.allocate(FuseOptions.MAX_TRANSFER + HEADROOM);
        dispatcher = new Dispatcher(handler, options, in.bytes(), out.bytes());
        dispatcher.placeReply(Headers.OUT_BYTES, out.size() - Headers.OUT_BYTES);
    }

    FuseDevice device() {
        return device;
    }

    /**
     * Waits for a request.
     *
     * @return its length, for {@link #serve}; 0 if the device never blocks and there is none
     * @throws ErrnoException ENODEV, ECONNABORTED: the end
     */
    int read() throws ErrnoException {
        source = device;
        return device.read(in);
    }

    /** Makes {@link #poll} possible; before a thread serves. */
    void preparePolling() throws ErrnoException {
        polled = Optional.of(device.cloneNonBlocking());
    }

    boolean canPoll() {
        return polled.isPresent();
    }

    /** As {@link #read}, but returns 0 if there is no request now. */
    int poll() throws ErrnoException {
        source = polled.orElseThrow();
        return source.read(in);
    }

    /** Handles the request that was read, and replies. */
    void serve(int length) throws ErrnoException {
        long unique = Headers.unique(in.bytes(), 0);
        int result = dispatcher.handle(0, Headers.IN_BYTES, -1, length);
        if (result != Dispatcher.NO_REPLY) {
            reply(unique, result);
        }
    }

    private void reply(long unique, int result) throws ErrnoException {
        try {
            write(unique, result);
        } catch (ErrnoException e) {
            if (isEnd(e)) {
                throw e;
            }
            write(unique, -Errno.EIO.code()); // the kernel refused the reply; its caller would wait for ever
        }
    }

    private void write(long unique, int result) throws ErrnoException {
        int body = Math.max(result, 0);
        Headers.putOut(out.bytes(), 0, Headers.OUT_BYTES + body, Math.min(result, 0), unique);
        source.write(out, 0, Headers.OUT_BYTES + body);
    }

    /** Whether this says that the mount or its connection is gone. */
    static boolean isEnd(ErrnoException e) {
        return e.is(Errno.ENODEV) || e.is(Errno.ECONNABORTED) || e.is(Errno.ENOTCONN);
    }

    @Override
    public void close() {
        polled.ifPresent(FuseDevice::close);
        device.close();
    }
}
