package io.jfs.fuse.libfuse;

import io.jfs.fuse.dispatch.FuseConnection;
import io.jfs.fuse.dispatch.FuseNotifier;
import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import java.nio.ByteBuffer;

/** What libfuse's path interface agrees on, which is little, and never tells. */
record LibfuseConnection(OpenMode openMode) implements FuseConnection, FuseNotifier {
    private static final int MINOR = 19; // libfuse 2.9

    @Override
    public int minorVersion() {
        return MINOR;
    }

    @Override
    public long capabilities() {
        return 0;
    }

    @Override
    public int maxWrite() {
        return Exchange.MAX_TRANSFER;
    }

    @Override
    public FuseNotifier notifier() {
        return this;
    }

    @Override
    public int openBacking(Fd file) throws ErrnoException {
        throw unsupported();
    }

    @Override
    public void closeBacking(int backingId) throws ErrnoException {
        throw unsupported();
    }

    @Override
    public boolean invalidateNode(long node, long offset, long length) throws ErrnoException {
        throw unsupported();
    }

    @Override
    public boolean invalidateEntry(long parent, byte[] name) throws ErrnoException {
        throw unsupported();
    }

    @Override
    public boolean deleteEntry(long parent, long child, byte[] name) throws ErrnoException {
        throw unsupported();
    }

    @Override
    public boolean store(long node, long offset, ByteBuffer data) throws ErrnoException {
        throw unsupported();
    }

    private static ErrnoException unsupported() {
        return new ErrnoException(Errno.EOPNOTSUPP, "libfuse", "");
    }
}
