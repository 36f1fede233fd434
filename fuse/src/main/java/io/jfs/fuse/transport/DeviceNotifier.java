package io.jfs.fuse.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.jfs.fuse.dispatch.FuseNotifier;
import io.jfs.fuse.wire.Notification;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.fuse.FuseDevice;
import io.jfs.linux.fuse.NativeBuffer;
import java.nio.ByteBuffer;

/** Notifications through the device. One at a time: the kernel may block in one, and the handler's threads go on. */
final class DeviceNotifier implements FuseNotifier {
    private static final int BUFFER_BYTES = 128 * 1024;

    private final FuseDevice device;
    private final NativeBuffer buffer;

    DeviceNotifier(FuseDevice device) throws ErrnoException {
        this.device = device;
        this.buffer = NativeBuffer.allocate(BUFFER_BYTES);
    }

    @Override
    public synchronized boolean invalidateNode(long node, long offset, long length) throws ErrnoException {
        return send(Notification.invalidateNode(buffer.bytes(), node, offset, length));
    }

    @Override
    public synchronized boolean invalidateEntry(long parent, byte[] name) throws ErrnoException {
        return send(Notification.invalidateEntry(buffer.bytes(), parent, name));
    }

    @Override
    public synchronized boolean deleteEntry(long parent, long child, byte[] name) throws ErrnoException {
        return send(Notification.deleteEntry(buffer.bytes(), parent, child, name));
    }

    @Override
    public synchronized boolean store(long node, long offset, ByteBuffer data) throws ErrnoException {
        long at = offset;
        int end = data.limit();
        boolean known = true;
        while (known && data.position() < end) {
            int chunk = Math.min(end - data.position(), BUFFER_BYTES - Notification.STORE_HEADER_BYTES);
            data.limit(data.position() + chunk);
            known = send(Notification.store(buffer.bytes(), node, at, data));
            data.limit(end);
            at += chunk;
        }
        return known;
    }

    @GuardedBy("this")
    private boolean send(int length) throws ErrnoException {
        return device.write(buffer, 0, length);
    }
}
