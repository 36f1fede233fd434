package io.jfs.driver.fuseunion.server;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.fuse.transport.FuseMount;
import io.jfs.fuse.transport.FuseOptions;
import io.jfs.fuse.transport.FuseSession;
import io.jfs.linux.FileSystemStat;
import io.jfs.union.Union;
import io.jfs.union.UnionOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Mounts a union. */
public final class UnionServer {
    /** Four times what the kernel does by itself: fewer and larger READs, a fifth less work for a large file. */
    private static final int READ_AHEAD_KIB = 512;

    private UnionServer() {}

    /**
     * Opens a union and mounts it; it is closed when the session ends. Some options follow from others: without an
     * upper the mount is read-only; ACLs need extended attributes; and {@link OpenMode#AUTO} means
     *
     * <ul>
     *   <li>{@link OpenMode#ZERO} for a read-only mount: what was read once costs no request again. The price, a second
     *       copy in the page cache, is that of its reading; there are no writes, which would be slower
     *   <li>{@link OpenMode#PASSTHROUGH} for one that can be changed, if the kernel and our privileges allow it
     *   <li>else {@link OpenMode#CACHED}
     * </ul>
     *
     * @param mountPoint an existing directory
     * @throws IOException if a layer cannot be opened, or as {@link FuseMount#mount}. Nothing stays mounted then
     */
    public static FuseSession mount(
            UnionOptions unionOptions, UnionHandlerOptions handlerOptions, FuseOptions fuseOptions, Path mountPoint)
            throws IOException {
        boolean writable = unionOptions.upper().isPresent();
        Union union = Union.open(unionOptions);
        Optional<IndexTask> index = IndexTask.prepare(union, unionOptions);
        boolean mounted = false;
        try {
            FuseSession session = mount(union, writable, handlerOptions, fuseOptions, mountPoint);
            mounted = true;
            index.ifPresent(IndexTask::start);
            return session;
        } finally {
            if (!mounted) {
                index.ifPresent(IndexTask::close);
            }
        }
    }

    /** As the public one, with a union that is open already and belongs to the session from now on. */
    static FuseSession mount(
            Union union, boolean writable, UnionHandlerOptions handlerOptions, FuseOptions fuseOptions, Path mountPoint)
            throws IOException {
        UnionHandler handler = new UnionHandler(union, handlerOptions);
        boolean mounted = false;
        try {
            FuseOptions fitting = fitting(union, handlerOptions, fuseOptions, writable);
            FuseSession session = FuseMount.mount(handler, mountPoint, fitting);
            mounted = true;
            return session;
        } finally {
            if (!mounted && !handler.isStarted()) {
                union.close(); // else the session's end does it
            }
        }
    }

    private static FuseOptions fitting(
            Union union, UnionHandlerOptions handlerOptions, FuseOptions options, boolean writable) throws IOException {
        boolean readOnly = options.readOnly() || !writable;
        boolean acls = options.posixAcl() && handlerOptions.acls() && handlerOptions.xattrs();
        boolean onOverlay = union.fileSystem().type() == FileSystemStat.OVERLAYFS;
        FuseOptions.Builder fitting = options.toBuilder();
        if (options.readAheadKiB().isEmpty()) {
            fitting.readAheadKiB(READ_AHEAD_KIB);
        }
        return fitting.readOnly(readOnly)
                .posixAcl(acls)
                .openMode(options.openMode() == OpenMode.AUTO && readOnly ? OpenMode.ZERO : options.openMode())
                .stackDepth(onOverlay ? 2 : options.stackDepth())
                .build();
    }
}
