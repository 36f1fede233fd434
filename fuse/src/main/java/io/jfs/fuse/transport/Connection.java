package io.jfs.fuse.transport;

import io.jfs.fuse.dispatch.FuseConnection;
import io.jfs.fuse.dispatch.FuseNotifier;
import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.fuse.wire.InitFlags;
import io.jfs.fuse.wire.InitReply;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.fuse.FuseDevice;

/** The agreement of one mount, and its device. */
record Connection(FuseDevice device, InitReply agreed, OpenMode openMode, FuseNotifier notifier)
        implements FuseConnection {
    @Override
    public int minorVersion() {
        return agreed.minor();
    }

    @Override
    public long capabilities() {
        return agreed.capabilities();
    }

    @Override
    public int maxWrite() {
        return agreed.maxWrite();
    }

    boolean hasShortSetxattr() {
        return (agreed.capabilities() & InitFlags.SETXATTR_EXT) == 0;
    }

    boolean hasRings() {
        return (agreed.capabilities() & InitFlags.OVER_IO_URING) != 0;
    }

    @Override
    public int openBacking(Fd file) throws ErrnoException {
        return device.openBacking(file);
    }

    @Override
    public void closeBacking(int backingId) throws ErrnoException {
        device.closeBacking(backingId);
    }
}
