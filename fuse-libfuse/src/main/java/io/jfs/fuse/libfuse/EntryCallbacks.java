package io.jfs.fuse.libfuse;

import io.jfs.fuse.wire.AttrLayout;
import io.jfs.fuse.wire.Opcode;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.FileType;
import java.nio.ByteBuffer;
import ru.serce.jnrfuse.struct.FuseFileInfo;

/** Callbacks that make, move and remove names. The kernel has applied the umask, so requests have none. */
final class EntryCallbacks {
    private final OpenFiles open;
    private final boolean opens;

    EntryCallbacks(OpenFiles open, boolean opens) {
        this.open = open;
        this.opens = opens;
    }

    int mknod(Exchange exchange, String path, int mode, int device) throws ErrnoException {
        ByteBuffer body = exchange.request(Opcode.MKNOD, PathWalk.parent(exchange, path));
        body.putInt(mode).putInt(device).putInt(0).putInt(0);
        PathWalk.putLastName(body, path);
        PathWalk.entry(exchange, exchange.send());
        return 0;
    }

    int mkdir(Exchange exchange, String path, int mode) throws ErrnoException {
        ByteBuffer body = exchange.request(Opcode.MKDIR, PathWalk.parent(exchange, path));
        body.putInt(mode).putInt(0);
        PathWalk.putLastName(body, path);
        PathWalk.entry(exchange, exchange.send());
        return 0;
    }

    int symlink(Exchange exchange, String target, String path) throws ErrnoException {
        ByteBuffer body = exchange.request(Opcode.SYMLINK, PathWalk.parent(exchange, path));
        PathWalk.putLastName(body, path);
        PathWalk.putText(body, target);
        PathWalk.entry(exchange, exchange.send());
        return 0;
    }

    int link(Exchange exchange, String existing, String path) throws ErrnoException {
        long node = PathWalk.node(exchange, existing);
        ByteBuffer body = exchange.request(Opcode.LINK, PathWalk.parent(exchange, path));
        body.putLong(node);
        PathWalk.putLastName(body, path);
        PathWalk.entry(exchange, exchange.send());
        return 0;
    }

    int unlink(Exchange exchange, String path) throws ErrnoException {
        return remove(exchange, Opcode.UNLINK, path);
    }

    int rmdir(Exchange exchange, String path) throws ErrnoException {
        return remove(exchange, Opcode.RMDIR, path);
    }

    private static int remove(Exchange exchange, Opcode opcode, String path) throws ErrnoException {
        ByteBuffer body = exchange.request(opcode, PathWalk.parent(exchange, path));
        PathWalk.putLastName(body, path);
        exchange.send();
        return 0;
    }

    int rename(Exchange exchange, String from, String to) throws ErrnoException {
        long newParent = PathWalk.parent(exchange, to);
        ByteBuffer body = exchange.request(Opcode.RENAME, PathWalk.parent(exchange, from));
        body.putLong(newParent);
        PathWalk.putLastName(body, from);
        PathWalk.putLastName(body, to);
        exchange.send();
        return 0;
    }

    int create(Exchange exchange, String path, int mode, FuseFileInfo file) throws ErrnoException {
        if (!opens) {
            throw new ErrnoException(Errno.ENOSYS, "fuse", ""); // the kernel then sends MKNOD and OPEN
        }
        ByteBuffer body = exchange.request(Opcode.CREATE, PathWalk.parent(exchange, path));
        body.putInt(file.flags.get())
                .putInt(FileType.REGULAR.bits() | mode)
                .putInt(0)
                .putInt(0);
        PathWalk.putLastName(body, path);
        ByteBuffer reply = exchange.send();
        long handle = reply.getLong(AttrLayout.ENTRY_BYTES);
        long node = PathWalk.entry(exchange, reply);
        exchange.keepLast();
        file.fh.set(open.add(new OpenFiles.OpenFile(node, handle, true)));
        return 0;
    }
}
