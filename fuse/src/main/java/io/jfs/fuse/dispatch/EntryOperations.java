package io.jfs.fuse.dispatch;

import io.jfs.fuse.wire.AttrLayout;
import io.jfs.linux.Errno;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Requests that are about names in directories. Each method returns the reply's length. */
final class EntryOperations {
    private final FuseHandler handler;
    private final Frame frame;
    private final FuseName name;
    private final FuseName secondName;
    private final EntryReply entry;
    private final OpenReply open;
    private final DirectoryReply directory;

    EntryOperations(FuseHandler handler, Frame frame, Timeouts timeouts) {
        this.handler = handler;
        this.frame = frame;
        ByteBuffer out = frame.out;
        name = new FuseName(frame.in);
        secondName = new FuseName(frame.in);
        entry = new EntryReply(out, timeouts);
        open = new OpenReply(out);
        directory = new DirectoryReply(out, timeouts);
    }

    int lookup() throws IOException {
        frame.name(name);
        entry.place(frame.reply);
        handler.lookup(frame.request, name, entry);
        return entryLength();
    }

    int symlink() throws IOException {
        frame.name(secondName, frame.name(name));
        entry.place(frame.reply);
        handler.symlink(frame.request, name, secondName, entry);
        return entryLength();
    }

    /** {@code struct fuse_mknod_in}: mode 0, rdev 4, umask 8. */
    int mknod() throws IOException {
        frame.name(name);
        entry.place(frame.reply);
        int device = frame.u32(4);
        int major = AttrLayout.deviceMajor(device);
        int minor = AttrLayout.deviceMinor(device);
        handler.mknod(frame.request, name, frame.u32(0), frame.u32(8), major, minor, entry);
        return entryLength();
    }

    /** {@code struct fuse_mkdir_in}: mode 0, umask 4. */
    int mkdir() throws IOException {
        frame.name(name);
        entry.place(frame.reply);
        handler.mkdir(frame.request, name, frame.u32(0), frame.u32(4), entry);
        return entryLength();
    }

    int unlink() throws IOException {
        frame.name(name);
        handler.unlink(frame.request, name);
        return 0;
    }

    int rmdir() throws IOException {
        frame.name(name);
        handler.rmdir(frame.request, name);
        return 0;
    }

    /** {@code struct fuse_rename_in}: newdir 0; {@code struct fuse_rename2_in}: also flags 8. */
    int rename(boolean withFlags) throws IOException {
        frame.name(secondName, frame.name(name));
        handler.rename(frame.request, name, frame.u64(0), secondName, withFlags ? frame.u32(8) : 0);
        return 0;
    }

    /** {@code struct fuse_link_in}: oldnodeid 0. */
    int link() throws IOException {
        frame.name(name);
        entry.place(frame.reply);
        handler.link(frame.request, frame.u64(0), name, entry);
        return entryLength();
    }

    /** {@code struct fuse_create_in}: flags 0, mode 4, umask 8. */
    int create() throws IOException {
        frame.name(name);
        entry.place(frame.reply);
        open.place(frame.reply + AttrLayout.ENTRY_BYTES);
        handler.create(frame.request, name, frame.u32(4), frame.u32(8), frame.u32(0), entry, open);
        return entryLength() + OpenReply.BYTES;
    }

    /** As {@link #create}; the name that the kernel sends means nothing. */
    int tmpfile() throws IOException {
        entry.place(frame.reply);
        open.place(frame.reply + AttrLayout.ENTRY_BYTES);
        handler.tmpfile(frame.request, frame.u32(4), frame.u32(8), frame.u32(0), entry, open);
        return entryLength() + OpenReply.BYTES;
    }

    /** {@code struct fuse_read_in}: fh 0, offset 8, size 16. */
    int readdir(boolean plus) throws IOException {
        int room = Math.min(frame.u32(16), frame.room);
        if (room < 0) {
            throw Frame.malformed();
        }
        directory.place(frame.reply, room, plus);
        handler.readdir(frame.request, frame.u64(0), frame.u64(8), directory);
        return directory.length();
    }

    private int entryLength() throws IOException {
        if (!entry.isAnswered()) {
            throw FuseFailure.of(Errno.EIO);
        }
        return AttrLayout.ENTRY_BYTES;
    }
}
