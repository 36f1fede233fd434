package io.jfs.fuse.transport;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.fuse.wire.Headers;
import io.jfs.fuse.wire.InitFlags;
import io.jfs.fuse.wire.InitReply;
import io.jfs.fuse.wire.InitRequest;
import io.jfs.fuse.wire.Opcode;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Processes;
import io.jfs.linux.fuse.FuseDevice;
import io.jfs.linux.fuse.NativeBuffer;
import java.io.IOException;

/** The INIT exchange: the kernel's first request, before which it sends no other. */
final class Handshake {
    private static final int BUFFER_BYTES = FuseOptions.MAX_TRANSFER + 8192; // the kernel refuses smaller ones

    private Handshake() {}

    static Connection perform(FuseDevice device, FuseOptions options, boolean rings) throws IOException {
        NativeBuffer buffer = NativeBuffer.allocate(BUFFER_BYTES);
        int length = device.read(buffer);
        if (Headers.opcode(buffer.bytes(), 0) != Opcode.INIT.code()) {
            throw new IOException("the kernel's first FUSE request is no INIT");
        }
        long unique = Headers.unique(buffer.bytes(), 0);
        InitRequest offer = InitRequest.read(buffer.bytes(), Headers.IN_BYTES, length - Headers.IN_BYTES);
        InitReply agreed = Negotiation.answer(offer, options, rings);
        agreed.write(buffer.bytes(), Headers.OUT_BYTES);
        Headers.putOut(buffer.bytes(), 0, Headers.OUT_BYTES + InitReply.BYTES, 0, unique);
        device.write(buffer, 0, Headers.OUT_BYTES + InitReply.BYTES);
        return new Connection(device, agreed, openMode(device, agreed, options), new DeviceNotifier(device));
    }

    private static OpenMode openMode(FuseDevice device, InitReply agreed, FuseOptions options) throws IOException {
        return switch (options.openMode()) {
            case AUTO -> hasPassthrough(device, agreed) ? OpenMode.PASSTHROUGH : OpenMode.CACHED;
            case PASSTHROUGH -> {
                probe(device);
                yield OpenMode.PASSTHROUGH;
            }
            case ZERO -> OpenMode.ZERO;
            case CACHED -> OpenMode.CACHED;
        };
    }

    private static boolean hasPassthrough(FuseDevice device, InitReply agreed) {
        if ((agreed.capabilities() & InitFlags.PASSTHROUGH) == 0) {
            return false;
        }
        try {
            probe(device);
            return true;
        } catch (ErrnoException e) {
            return false; // agreed, but this process may not
        }
    }

    private static void probe(FuseDevice device) throws ErrnoException {
        try (Fd file = Processes.memfd("jfs-passthrough-probe")) {
            device.closeBacking(device.openBacking(file));
        }
    }
}
