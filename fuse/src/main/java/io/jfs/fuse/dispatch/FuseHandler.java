package io.jfs.fuse.dispatch;

import io.jfs.linux.Errno;
import io.jfs.linux.FileSystemStat;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A filesystem, one method for each kind of request. It is called by several threads at once.
 *
 * <h2>Nodes</h2>
 *
 * <p>The kernel knows files by node ids that the handler gives out; 1 is the root. Each successful lookup, creation or
 * READDIRPLUS entry counts one lookup of its node; {@link #forget} takes counts back. A node must answer for as long as
 * its count is above 0, even without a name (it may be open).
 *
 * <h2>Answers</h2>
 *
 * <p>A method answers by its reply, or fails with an {@link io.jfs.linux.ErrnoException} whose error the caller
 * gets; {@link FuseFailure} has ready-made ones. Whatever else it throws, that caller gets EIO, one line is logged and
 * the mount lives on. Arguments are reused views, valid until the method returns.
 *
 * <p>What a handler does not implement is answered ENOSYS. For some requests the kernel then never sends another,
 * which the methods' comments call <em>remembered</em>: it answers by itself and the request costs nothing. An
 * implementation that answers ENOSYS for one file only does so for all.
 *
 * <h2>Example</h2>
 *
 * {@snippet :
 * final class Hello implements FuseHandler {
 *     private static final byte[] NAME = "hello".getBytes(UTF_8);
 *     private static final byte[] TEXT = "Hello, world\n".getBytes(UTF_8);
 *
 *     @Override
 *     public void lookup(FuseRequest request, FuseName name, EntryReply reply) {
 *         if (request.node() == ROOT && name.contentEquals(NAME)) {
 *             file(reply.found(2, 0));
 *         } else {
 *             reply.missing();
 *         }
 *     }
 *
 *     @Override
 *     public void getattr(FuseRequest request, long handle, AttributesReply reply) {
 *         if (request.node() == ROOT) {
 *             reply.attributes().inode(1).mode(FileType.DIRECTORY.bits() | 0755).links(2);
 *         } else {
 *             file(reply.attributes());
 *         }
 *     }
 *
 *     @Override
 *     public void readdir(FuseRequest request, long handle, long cookie, DirectoryReply reply) {
 *         if (cookie == 0 && reply.add(NAME, 2, FileType.REGULAR, 1) && reply.wantsEntries()) {
 *             file(reply.entry().found(2, 0));
 *         }
 *     }
 *
 *     @Override
 *     public void read(FuseRequest request, long handle, long offset, int size, int flags, DataReply reply) {
 *         int from = (int) Math.min(offset, TEXT.length);
 *         reply.buffer().put(TEXT, from, Math.min(size, TEXT.length - from));
 *     }
 *
 *     private static void file(AttributesWriter attributes) {
 *         attributes.inode(2).mode(FileType.REGULAR.bits() | 0444).size(TEXT.length);
 *     }
 * }
 * // FuseMount.mount(new Hello(), Path.of("/mnt"), FuseOptions.builder().openMode(OpenMode.ZERO).build())
 * }
 */
public interface FuseHandler {
    /** The root's node id. */
    long ROOT = 1;

    /** Called once, before any request and before the mount is visible. */
    default void start(FuseConnection connection) {}

    /**
     * Called once if {@link #start} was, after the last request: the filesystem was unmounted or its connection lost, or
     * it could not be mounted after all.
     */
    default void stop() {}

    /** Finds a name in a directory: {@link EntryReply#found} or {@link EntryReply#missing}. Unimplemented: no names. */
    default void lookup(FuseRequest request, FuseName name, EntryReply reply) throws IOException {
        reply.missing();
    }

    /**
     * The kernel forgot this many lookups of a node. When its count is 0 the node may go. Cannot fail; nobody waits.
     * Not called for what is still known when the mount ends: {@link #stop} is all that comes then.
     */
    default void forget(long node, long lookups) {}

    /**
     * The attributes of a node. Must be implemented.
     *
     * @param handle of the open file by which the caller asks, else -1
     */
    default void getattr(FuseRequest request, long handle, AttributesReply reply) throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /** Changes attributes and answers with those that the node has then. */
    default void setattr(FuseRequest request, SetAttributes set, AttributesReply reply) throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /** The target of a symbolic link. With {@code CACHE_SYMLINKS} asked once for each node. */
    default void readlink(FuseRequest request, DataReply reply) throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /** Makes a symbolic link. */
    default void symlink(FuseRequest request, FuseName name, FuseName target, EntryReply reply) throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /**
     * Makes a file that is no directory and no link.
     *
     * @param mode type and permissions; the umask has not been applied
     * @param umask the caller's: to be applied unless the directory has a default ACL
     */
    default void mknod(FuseRequest request, FuseName name, int mode, int umask, int major, int minor, EntryReply reply)
            throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /** Makes a directory; {@code mode} and {@code umask} as for {@link #mknod}. */
    default void mkdir(FuseRequest request, FuseName name, int mode, int umask, EntryReply reply)
            throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /** Removes a name that is no directory's. The node lives for as long as it is open or looked up. */
    default void unlink(FuseRequest request, FuseName name) throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /** Removes an empty directory. */
    default void rmdir(FuseRequest request, FuseName name) throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /**
     * Renames.
     *
     * @param flags of renameat2(2); 0 for rename(2). Flags that are not supported: EINVAL. ENOSYS to a request with
     *     flags is remembered, and answered EINVAL
     */
    default void rename(FuseRequest request, FuseName name, long newParent, FuseName newName, int flags)
            throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /**
     * Gives a node another name.
     *
     * @param node the file; {@link FuseRequest#node} is the new name's directory
     */
    default void link(FuseRequest request, long node, FuseName newName, EntryReply reply) throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /**
     * Opens a file. Never called in {@link OpenMode#ZERO}. ENOSYS is remembered, and then as in that mode.
     *
     * @param flags of open(2), without O_CREAT, O_EXCL and O_NOCTTY; O_TRUNC may be among them
     * @param killPrivileges whether the truncation takes set-user-ID and set-group-ID bits and file capabilities away
     */
    default void open(FuseRequest request, int flags, boolean killPrivileges, OpenReply reply) throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /**
     * Reads from a file.
     *
     * @param handle what {@link #open} gave
     * @param flags of the open file, as of open(2)
     */
    default void read(FuseRequest request, long handle, long offset, int size, int flags, DataReply reply)
            throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /**
     * Writes to a file.
     *
     * @param data what to write, a direct buffer
     * @param writeFlags 1: from the page cache, with unknown caller; 4: set-user-ID and set-group-ID bits are to go
     * @param flags of the open file, as of open(2)
     * @return how much was written: all, unless there was an error after a part
     */
    default int write(FuseRequest request, long handle, long offset, ByteBuffer data, int writeFlags, int flags)
            throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /** A descriptor of an open file is closed; there may be others. ENOSYS is remembered: free, so prefer it. */
    default void flush(FuseRequest request, long handle) throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /**
     * The last descriptor of an open file is gone: exactly one for each successful open. Nobody waits for it and
     * errors are lost.
     */
    default void release(FuseRequest request, long handle, int flags) throws IOException {}

    /** Makes a file's data durable, and its attributes unless {@code dataOnly}. ENOSYS is remembered as success. */
    default void fsync(FuseRequest request, long handle, boolean dataOnly) throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /**
     * Opens a directory. Not called if the mount asks for zero-message opendir (as it does unless told otherwise):
     * the handle of {@link #readdir} is then 0. ENOSYS is remembered.
     */
    default void opendir(FuseRequest request, int flags, OpenReply reply) throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /**
     * Lists a directory from a cookie on: 0 is the start, all others came from {@link DirectoryReply#add}. {@code .}
     * and {@code ..} are the handler's to list.
     */
    default void readdir(FuseRequest request, long handle, long cookie, DirectoryReply reply) throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /** The counterpart of {@link #release} for directories; not called after zero-message opendir. */
    default void releasedir(FuseRequest request, long handle) throws IOException {}

    /** Makes a directory's entries durable. ENOSYS is remembered as success. */
    default void fsyncdir(FuseRequest request, long handle, boolean dataOnly) throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /** The filesystem's kind and space. */
    default FileSystemStat statfs(FuseRequest request) throws IOException {
        return new FileSystemStat(FileSystemStat.FUSE, 4096, 0, 0, 0, 0, 0, 255, 0);
    }

    /**
     * Sets an extended attribute. ENOSYS is remembered as EOPNOTSUPP.
     *
     * @param value a direct buffer
     * @param flags XATTR_CREATE, XATTR_REPLACE of setxattr(2)
     * @param killSetgid an ACL is set by somebody outside the file's group: the set-group-ID bit is to go
     */
    default void setxattr(FuseRequest request, FuseName name, ByteBuffer value, int flags, boolean killSetgid)
            throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /**
     * The value of an extended attribute; ENODATA if there is none. ENOSYS is remembered as EOPNOTSUPP, for all names;
     * it spares the request for {@code security.capability} before a first write to each file.
     */
    default void getxattr(FuseRequest request, FuseName name, XattrReply reply) throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /** The names of the extended attributes, each with a closing NUL. ENOSYS is remembered as EOPNOTSUPP. */
    default void listxattr(FuseRequest request, XattrReply reply) throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /** Removes an extended attribute; ENODATA if there is none. ENOSYS is remembered as EOPNOTSUPP. */
    default void removexattr(FuseRequest request, FuseName name) throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /**
     * access(2). Never called with {@code default_permissions}, when the kernel decides. ENOSYS is remembered as yes.
     */
    default void access(FuseRequest request, int mask) throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /**
     * Makes a regular file and opens it. Never called in {@link OpenMode#ZERO}. ENOSYS is remembered: the kernel then
     * sends {@link #mknod} and {@link #open}.
     *
     * @param mode and {@code umask} as for {@link #mknod}
     * @param flags of open(2)
     */
    default void create(
            FuseRequest request, FuseName name, int mode, int umask, int flags, EntryReply entry, OpenReply open)
            throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /**
     * Makes and opens a file without a name in a directory (O_TMPFILE); in every open mode, and {@link #release} follows.
     * ENOSYS is remembered as EOPNOTSUPP.
     */
    default void tmpfile(FuseRequest request, int mode, int umask, int flags, EntryReply entry, OpenReply open)
            throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /** fallocate(2): {@code mode} as there. ENOSYS is remembered as EOPNOTSUPP. */
    default void fallocate(FuseRequest request, long handle, int mode, long offset, long length)
            throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /**
     * lseek(2) with SEEK_DATA (3) or SEEK_HOLE (4); other seeks need no request. ENOSYS is remembered: the file is then
     * one piece of data.
     *
     * @return the offset found; ENXIO if there is none
     */
    default long lseek(FuseRequest request, long handle, long offset, int whence) throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /**
     * Copies between two files of this mount. ENOSYS is remembered: the kernel then reads and writes.
     *
     * @return how many bytes were copied
     */
    default long copyFileRange(
            FuseRequest request, long handle, long offset, long toNode, long toHandle, long toOffset, long length)
            throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /** Writes everything out: syncfs(2), sync(2). ENOSYS is remembered as success. */
    default void syncfs(FuseRequest request) throws IOException {
        throw FuseFailure.of(Errno.ENOSYS);
    }

    /**
     * ioctl(2) with a command whose data the kernel can copy by the size in its number. Unimplemented: ENOTTY.
     *
     * @param input what the caller passed in, a direct buffer
     * @param output room for what goes back; what is put there is sent
     * @return the result of ioctl(2), not negative
     */
    default int ioctl(FuseRequest request, long handle, int command, ByteBuffer input, ByteBuffer output)
            throws IOException {
        throw FuseFailure.of(Errno.ENOTTY);
    }
}
