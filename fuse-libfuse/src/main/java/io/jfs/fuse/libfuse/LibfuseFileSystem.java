package io.jfs.fuse.libfuse;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.Struct;
import ru.serce.jnrfuse.FuseCallbacks;
import ru.serce.jnrfuse.FuseFillDir;
import ru.serce.jnrfuse.FuseStubFS;
import ru.serce.jnrfuse.struct.FileStat;
import ru.serce.jnrfuse.struct.FuseContext;
import ru.serce.jnrfuse.struct.FuseFileInfo;
import ru.serce.jnrfuse.struct.Statvfs;
import ru.serce.jnrfuse.struct.Timespec;

/**
 * The callbacks of libfuse: {@code struct fuse_operations}. Those not overridden here do not exist for libfuse. Called
 * by threads of libfuse.
 */
final class LibfuseFileSystem extends FuseStubFS {
    // struct fuse_operations: 38 pointers, then flag_nullpath_ok: 1, flag_nopath: 1, flag_utime_omit_ok: 1
    private static final int FLAGS = 38 * Long.BYTES;
    private static final int FSYNCDIR = 28 * Long.BYTES;
    private static final int NULL_PATH_OK = 1;
    private static final int UTIME_OMIT_OK = 4;

    private final Callbacks callbacks;
    private final NodeCallbacks nodes;
    private final EntryCallbacks entries;
    private final FileCallbacks files;
    private final FuseCallbacks.FsyncCallback fsyncdir;
    private final CompletableFuture<Boolean> up = new CompletableFuture<>();

    LibfuseFileSystem(Callbacks callbacks, boolean opens, boolean opensDirectories) {
        this.callbacks = callbacks;
        OpenFiles open = new OpenFiles();
        nodes = new NodeCallbacks(open);
        entries = new EntryCallbacks(open, opens);
        files = new FileCallbacks(open, opens, opensDirectories);
        fsyncdir = (path, dataOnly, file) ->
                call(exchange -> files.fsync(exchange, FuseFileInfo.of(file).fh.get(), dataOnly, true));
    }

    /** Mounts and serves; returns libfuse's exit status after the filesystem was unmounted. */
    int run(Path target, String options) {
        Pointer operations = Struct.getMemory(fuseOperations);
        operations.putByte(FLAGS, (byte) (NULL_PATH_OK | UTIME_OMIT_OK));
        operations.putPointer(FSYNCDIR, fsyncdirPointer());
        String[] arguments = {"jfs", "-f", "-o", options, target.toString()};
        try {
            return libFuse.fuse_main_real(
                    arguments.length, arguments, fuseOperations, Struct.size(fuseOperations), null);
        } finally {
            up.complete(false);
        }
    }

    /** jnr-fuse lacks a parameter of this one, and would take a number for a pointer. */
    private Pointer fsyncdirPointer() {
        return Runtime.getSystemRuntime()
                .getClosureManager()
                .getClosurePointer(FuseCallbacks.FsyncCallback.class, fsyncdir);
    }

    /** Whether it is mounted; false once it has ended without. */
    CompletableFuture<Boolean> up() {
        return up;
    }

    private Caller caller() {
        FuseContext context = getContext();
        return new Caller(context.uid.intValue(), context.gid.intValue(), context.pid.intValue());
    }

    private int call(Callbacks.Work work) {
        return callbacks.call(this::caller, work);
    }

    /** Called after INIT. */
    @Override
    public Pointer init(Pointer connection) {
        up.complete(true);
        return connection;
    }

    @Override
    public int getattr(String path, FileStat stat) {
        return call(exchange -> nodes.getattr(exchange, path, stat));
    }

    @Override
    public int fgetattr(String path, FileStat stat, FuseFileInfo file) {
        return call(exchange -> nodes.fgetattr(exchange, file.fh.get(), stat));
    }

    @Override
    public int readlink(String path, Pointer buffer, long size) {
        return call(exchange -> nodes.readlink(exchange, path, buffer, size));
    }

    @Override
    public int mknod(String path, long mode, long device) {
        return call(exchange -> entries.mknod(exchange, path, (int) mode, (int) device));
    }

    @Override
    public int mkdir(String path, long mode) {
        return call(exchange -> entries.mkdir(exchange, path, (int) mode));
    }

    @Override
    public int unlink(String path) {
        return call(exchange -> entries.unlink(exchange, path));
    }

    @Override
    public int rmdir(String path) {
        return call(exchange -> entries.rmdir(exchange, path));
    }

    @Override
    public int symlink(String target, String path) {
        return call(exchange -> entries.symlink(exchange, target, path));
    }

    @Override
    public int rename(String from, String to) {
        return call(exchange -> entries.rename(exchange, from, to));
    }

    @Override
    public int link(String existing, String path) {
        return call(exchange -> entries.link(exchange, existing, path));
    }

    @Override
    public int chmod(String path, long mode) {
        return call(exchange -> nodes.chmod(exchange, path, (int) mode));
    }

    @Override
    public int chown(String path, long uid, long gid) {
        return call(exchange -> nodes.chown(exchange, path, (int) uid, (int) gid));
    }

    @Override
    public int truncate(String path, long size) {
        return call(exchange -> nodes.truncate(exchange, path, size));
    }

    @Override
    public int ftruncate(String path, long size, FuseFileInfo file) {
        return call(exchange -> nodes.ftruncate(exchange, file.fh.get(), size));
    }

    @Override
    public int utimens(String path, Timespec[] times) {
        return call(exchange -> nodes.utimens(exchange, path, times));
    }

    @Override
    public int open(String path, FuseFileInfo file) {
        return call(exchange -> files.open(exchange, path, file));
    }

    @Override
    public int create(String path, long mode, FuseFileInfo file) {
        return call(exchange -> entries.create(exchange, path, (int) mode, file));
    }

    @Override
    public int read(String path, Pointer buffer, long size, long offset, FuseFileInfo file) {
        return call(exchange -> files.read(exchange, file.fh.get(), buffer, (int) size, offset));
    }

    @Override
    public int write(String path, Pointer buffer, long size, long offset, FuseFileInfo file) {
        return call(exchange -> files.write(exchange, file.fh.get(), buffer, (int) size, offset));
    }

    @Override
    public int flush(String path, FuseFileInfo file) {
        return call(exchange -> files.flush(exchange, file.fh.get()));
    }

    @Override
    public int release(String path, FuseFileInfo file) {
        return call(exchange -> files.release(exchange, file, false));
    }

    @Override
    public int fsync(String path, int dataOnly, FuseFileInfo file) {
        return call(exchange -> files.fsync(exchange, file.fh.get(), dataOnly, false));
    }

    @Override
    public int opendir(String path, FuseFileInfo file) {
        return call(exchange -> files.opendir(exchange, path, file));
    }

    @Override
    public int readdir(String path, Pointer buffer, FuseFillDir filler, long offset, FuseFileInfo file) {
        return call(exchange -> files.readdir(exchange, file.fh.get(), buffer, filler));
    }

    @Override
    public int releasedir(String path, FuseFileInfo file) {
        return call(exchange -> files.release(exchange, file, true));
    }

    @Override
    public int fallocate(String path, int mode, long offset, long length, FuseFileInfo file) {
        return call(exchange -> files.fallocate(exchange, file.fh.get(), mode, offset, length));
    }

    @Override
    public int ioctl(String path, int command, Pointer argument, FuseFileInfo file, long flags, Pointer data) {
        return call(exchange -> files.ioctl(exchange, file.fh.get(), command, data));
    }

    @Override
    public int access(String path, int mask) {
        return call(exchange -> nodes.access(exchange, path, mask));
    }

    @Override
    public int statfs(String path, Statvfs space) {
        return call(exchange -> nodes.statfs(exchange, space));
    }

    @Override
    public int setxattr(String path, String name, Pointer value, long size, int flags) {
        return call(exchange -> nodes.setxattr(exchange, path, name, value, (int) size, flags));
    }

    @Override
    public int getxattr(String path, String name, Pointer value, long size) {
        return call(exchange -> nodes.getxattr(exchange, path, name, value, (int) size));
    }

    @Override
    public int listxattr(String path, Pointer list, long size) {
        return call(exchange -> nodes.listxattr(exchange, path, list, (int) size));
    }

    @Override
    public int removexattr(String path, String name) {
        return call(exchange -> nodes.removexattr(exchange, path, name));
    }
}
