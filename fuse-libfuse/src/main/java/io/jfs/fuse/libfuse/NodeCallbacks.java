package io.jfs.fuse.libfuse;

import io.jfs.fuse.wire.AttrLayout;
import io.jfs.fuse.wire.Opcode;
import io.jfs.fuse.wire.SetattrMask;
import io.jfs.linux.ErrnoException;
import java.nio.ByteBuffer;
import jnr.ffi.Pointer;
import ru.serce.jnrfuse.struct.FileStat;
import ru.serce.jnrfuse.struct.Statvfs;
import ru.serce.jnrfuse.struct.Timespec;

/** Callbacks that are about a file as a whole. */
final class NodeCallbacks {
    private static final int GETATTR_HANDLE = 1; // FUSE_GETATTR_FH
    private static final int SETATTR_BYTES = 88;
    private static final long UTIME_NOW = (1L << 30) - 1; // linux/stat.h
    private static final long UTIME_OMIT = (1L << 30) - 2;

    private final OpenFiles open;

    NodeCallbacks(OpenFiles open) {
        this.open = open;
    }

    int getattr(Exchange exchange, String path, FileStat stat) throws ErrnoException {
        long node = PathWalk.node(exchange, path);
        exchange.request(Opcode.GETATTR, node).putLong(0).putLong(0);
        Stats.attributes(exchange.send(), AttrLayout.ATTR_OUT_ATTR, stat);
        return 0;
    }

    int fgetattr(Exchange exchange, long number, FileStat stat) throws ErrnoException {
        OpenFiles.OpenFile file = open.get(number);
        exchange.request(Opcode.GETATTR, file.node()).putLong(GETATTR_HANDLE).putLong(file.handle());
        Stats.attributes(exchange.send(), AttrLayout.ATTR_OUT_ATTR, stat);
        return 0;
    }

    int readlink(Exchange exchange, String path, Pointer buffer, long size) throws ErrnoException {
        exchange.request(Opcode.READLINK, PathWalk.node(exchange, path));
        ByteBuffer target = exchange.send();
        byte[] bytes = new byte[(int) Math.min(target.limit() + 1L, size)]; // with a NUL, cut off if it must be
        target.get(0, bytes, 0, Math.max(bytes.length - 1, 0));
        buffer.put(0, bytes, 0, bytes.length);
        return 0;
    }

    int chmod(Exchange exchange, String path, int mode) throws ErrnoException {
        ByteBuffer body = setattr(exchange, PathWalk.node(exchange, path), SetattrMask.MODE);
        body.putInt(body.position() + 68, mode);
        return send(exchange, body);
    }

    int chown(Exchange exchange, String path, int uid, int gid) throws ErrnoException {
        int mask = (uid == -1 ? 0 : SetattrMask.UID) | (gid == -1 ? 0 : SetattrMask.GID);
        ByteBuffer body = setattr(exchange, PathWalk.node(exchange, path), mask);
        body.putInt(body.position() + 76, uid);
        body.putInt(body.position() + 80, gid);
        return send(exchange, body);
    }

    int truncate(Exchange exchange, String path, long size) throws ErrnoException {
        ByteBuffer body = setattr(exchange, PathWalk.node(exchange, path), SetattrMask.SIZE);
        body.putLong(body.position() + 16, size);
        return send(exchange, body);
    }

    int ftruncate(Exchange exchange, long number, long size) throws ErrnoException {
        OpenFiles.OpenFile file = open.get(number);
        ByteBuffer body = setattr(exchange, file.node(), SetattrMask.SIZE | SetattrMask.HANDLE);
        body.putLong(body.position() + 8, file.handle());
        body.putLong(body.position() + 16, size);
        return send(exchange, body);
    }

    int utimens(Exchange exchange, String path, Timespec[] times) throws ErrnoException {
        int mask = mask(times[0], SetattrMask.ATIME, SetattrMask.ATIME_NOW)
                | mask(times[1], SetattrMask.MTIME, SetattrMask.MTIME_NOW);
        ByteBuffer body = setattr(exchange, PathWalk.node(exchange, path), mask);
        body.putLong(body.position() + 32, times[0].tv_sec.get());
        body.putLong(body.position() + 40, times[1].tv_sec.get());
        body.putInt(body.position() + 56, times[0].tv_nsec.intValue());
        body.putInt(body.position() + 60, times[1].tv_nsec.intValue());
        return send(exchange, body);
    }

    private static int mask(Timespec time, int set, int now) {
        long nanos = time.tv_nsec.longValue();
        return nanos == UTIME_OMIT ? 0 : nanos == UTIME_NOW ? set | now : set;
    }

    /** {@code struct fuse_setattr_in}, empty but for the mask, and not yet behind the position. */
    private static ByteBuffer setattr(Exchange exchange, long node, int mask) {
        ByteBuffer body = exchange.request(Opcode.SETATTR, node);
        for (int i = 0; i < SETATTR_BYTES; i += Long.BYTES) {
            body.putLong(body.position() + i, 0);
        }
        return body.putInt(body.position(), mask);
    }

    private static int send(Exchange exchange, ByteBuffer body) throws ErrnoException {
        body.position(body.position() + SETATTR_BYTES);
        exchange.send();
        return 0;
    }

    int access(Exchange exchange, String path, int mask) throws ErrnoException {
        exchange.request(Opcode.ACCESS, PathWalk.node(exchange, path))
                .putInt(mask)
                .putInt(0);
        exchange.send();
        return 0;
    }

    int statfs(Exchange exchange, Statvfs space) throws ErrnoException {
        exchange.request(Opcode.STATFS, PathWalk.node(exchange, "/"));
        Stats.space(exchange.send(), space);
        return 0;
    }

    /** The struct is the long one, of {@code SETXATTR_EXT}: see the dispatch options. */
    int setxattr(Exchange exchange, String path, String name, Pointer value, int size, int flags)
            throws ErrnoException {
        byte[] bytes = new byte[size];
        value.get(0, bytes, 0, size);
        ByteBuffer body = exchange.request(Opcode.SETXATTR, PathWalk.node(exchange, path));
        body.putInt(size).putInt(flags).putLong(0);
        PathWalk.putName(body, name);
        body.put(bytes);
        exchange.send();
        return 0;
    }

    int getxattr(Exchange exchange, String path, String name, Pointer value, int size) throws ErrnoException {
        ByteBuffer body = exchange.request(Opcode.GETXATTR, PathWalk.node(exchange, path));
        body.putInt(size).putInt(0);
        PathWalk.putName(body, name);
        return value(exchange.send(), value, size);
    }

    int listxattr(Exchange exchange, String path, Pointer list, int size) throws ErrnoException {
        exchange.request(Opcode.LISTXATTR, PathWalk.node(exchange, path))
                .putInt(size)
                .putInt(0);
        return value(exchange.send(), list, size);
    }

    private static int value(ByteBuffer reply, Pointer to, int size) {
        if (size == 0) {
            return reply.getInt(0); // struct fuse_getxattr_out
        }
        byte[] bytes = new byte[reply.limit()];
        reply.get(0, bytes);
        to.put(0, bytes, 0, bytes.length);
        return bytes.length;
    }

    int removexattr(Exchange exchange, String path, String name) throws ErrnoException {
        PathWalk.putName(exchange.request(Opcode.REMOVEXATTR, PathWalk.node(exchange, path)), name);
        exchange.send();
        return 0;
    }
}
