package io.jfs.union;

import io.jfs.linux.DataCopy;
import io.jfs.linux.Errno;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileRange;
import io.jfs.linux.Open;
import io.jfs.linux.Sync;
import io.jfs.union.layer.Pin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Data of regular files, by handle or by node. */
final class FileOps {
    private static final int O_ACCMODE = 3;

    private final Context context;
    private final CopyUp copyUp;
    private final Map<Long, OpenFile> handles = new ConcurrentHashMap<>();
    private final AtomicLong nextHandle = new AtomicLong(Union.NO_HANDLE);

    FileOps(Context context, CopyUp copyUp) {
        this.context = context;
        this.copyUp = copyUp;
    }

    /** Whether opening with these flags changes the file, or may. */
    static boolean isForWriting(int flags) {
        return (flags & O_ACCMODE) != Open.O_RDONLY || (flags & Open.O_TRUNC) != 0;
    }

    long open(Node node, int flags) throws IOException {
        node.requireRegular();
        prepare(node, flags);
        return add(node, flags);
    }

    /** Copies up and truncates as the flags of an open say. */
    void prepare(Node node, int flags) throws IOException {
        if (!isForWriting(flags)) {
            return;
        }
        Protection.requireWritable(context, node, flags);
        boolean truncates = (flags & Open.O_TRUNC) != 0;
        copyUp.copyUp(node, !truncates);
        if (truncates) {
            try (Pin data = node.data(context).pin()) {
                FileIo.truncate(data.fd(), 0);
            }
        }
    }

    /** Opens a file after {@link #prepare}; returns a handle. */
    long openPrepared(Node node, int flags) throws IOException {
        return add(node, flags);
    }

    private long add(Node node, int flags) throws IOException {
        OpenFile file = OpenFile.open(node, flags, context.options.isVolatile());
        if (!node.tryRetain()) {
            file.close();
            throw Failures.of(Errno.ESTALE, "open", "");
        }
        long handle = nextHandle.incrementAndGet();
        handles.put(handle, file);
        return handle;
    }

    void release(long handle) {
        OpenFile file = handles.remove(handle);
        if (file != null) {
            file.close();
            context.release(file.node(), 1);
        }
    }

    private OpenFile get(long handle) throws IOException {
        OpenFile file = handles.get(handle);
        if (file == null) {
            throw Failures.of(Errno.EBADF, "union", "handle " + handle);
        }
        return file;
    }

    /** Does something with a file's descriptor. */
    private interface Use {
        long with(Fd fd) throws IOException;
    }

    private long use(Node node, long handle, Use use) throws IOException {
        if (handle != Union.NO_HANDLE) {
            return use.with(get(handle).fd());
        }
        node.requireRegular();
        try (Pin data = node.data(context).pin()) {
            return use.with(data.fd());
        }
    }

    private long useForWriting(Node node, long handle, long offset, Use use) throws IOException {
        if (handle == Union.NO_HANDLE) {
            node.requireRegular();
            Protection.requireWritableAt(context, node, offset);
            copyUp.copyUp(node, true);
        }
        return use(node, handle, use);
    }

    /** Written out, not by {@link #use}, for the sake of the hot path. */
    int read(Node node, long handle, long offset, ByteBuffer into) throws IOException {
        if (handle != Union.NO_HANDLE) {
            return FileIo.pread(get(handle).fd(), into, offset);
        }
        node.requireRegular();
        try (Pin data = node.data(context).pin()) {
            return FileIo.pread(data.fd(), into, offset);
        }
    }

    /** Written out as {@link #read} is. */
    int write(Node node, long handle, long offset, ByteBuffer from, boolean killPrivileges) throws IOException {
        int length = from.remaining();
        if (handle != Union.NO_HANDLE) {
            FileIo.pwriteFully(get(handle).fd(), from, offset);
        } else {
            node.requireRegular();
            Protection.requireWritableAt(context, node, offset);
            copyUp.copyUp(node, true);
            try (Pin data = node.data(context).pin()) {
                FileIo.pwriteFully(data.fd(), from, offset);
            }
        }
        if (killPrivileges && node.hasSetId()) {
            Privileges.kill(node);
        }
        return length;
    }

    void sync(Node node, long handle, boolean dataOnly) throws IOException {
        if (context.options.isVolatile() || !node.isUpper()) {
            return;
        }
        if (node.isDirectory()) {
            syncWhole(node, Open.O_RDONLY | Open.O_DIRECTORY);
            return;
        }
        if (!node.hasUpperData()) {
            syncWhole(node, Open.O_RDONLY);
            return;
        }
        use(node, handle, fd -> {
            if (dataOnly) {
                Sync.fdatasync(fd);
            } else {
                Sync.fsync(fd);
            }
            return 0;
        });
    }

    private static void syncWhole(Node node, int flags) throws IOException {
        Fd file;
        synchronized (node) {
            file = node.real().open(flags);
        }
        try (file) {
            Sync.fsync(file);
        }
    }

    void allocate(Node node, long handle, int mode, long offset, long length) throws IOException {
        useForWriting(node, handle, offset, fd -> {
            FileRange.allocate(fd, mode, offset, length);
            return 0;
        });
    }

    long seek(Node node, long handle, long offset, boolean forData) throws IOException {
        long found = use(node, handle, fd -> forData ? DataCopy.seekData(fd, offset) : DataCopy.seekHole(fd, offset));
        if (found < 0) {
            throw Failures.of(Errno.ENXIO, "lseek", "");
        }
        return found;
    }

    long copyRange(Node from, long fromHandle, long fromOffset, Node to, long toHandle, long toOffset, long length)
            throws IOException {
        return useForWriting(
                to,
                toHandle,
                toOffset,
                out -> use(from, fromHandle, in -> FileRange.copy(in, fromOffset, out, toOffset, length)));
    }

    /** Opens the real file of a node for the kernel to use. */
    static Fd openReal(Node node) throws IOException {
        return node.openData(Open.O_PATH);
    }

    void close() {
        handles.values().forEach(OpenFile::close);
        handles.clear();
    }
}
