package io.jfs.fuse.libfuse;

import io.jfs.fuse.dispatch.FuseHandler;
import io.jfs.fuse.wire.DirentLayout;
import io.jfs.fuse.wire.Opcode;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import java.nio.ByteBuffer;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.Struct;
import ru.serce.jnrfuse.FuseFillDir;
import ru.serce.jnrfuse.struct.FileStat;
import ru.serce.jnrfuse.struct.FuseFileInfo;

/** Callbacks that are about open files and directories. */
final class FileCallbacks {
    private static final int IOCTL_OUT_BYTES = 16; // struct fuse_ioctl_out
    private static final int LISTING_BYTES = 32 * 1024;

    private final OpenFiles open;
    private final boolean opens;
    private final boolean opensDirectories;

    FileCallbacks(OpenFiles open, boolean opens, boolean opensDirectories) {
        this.open = open;
        this.opens = opens;
        this.opensDirectories = opensDirectories;
    }

    int open(Exchange exchange, String path, FuseFileInfo file) throws ErrnoException {
        return open(exchange, Opcode.OPEN, opens, path, file);
    }

    int opendir(Exchange exchange, String path, FuseFileInfo file) throws ErrnoException {
        return open(exchange, Opcode.OPENDIR, opensDirectories, path, file);
    }

    private int open(Exchange exchange, Opcode opcode, boolean byMessage, String path, FuseFileInfo file)
            throws ErrnoException {
        long node = PathWalk.node(exchange, path);
        OpenFiles.OpenFile opened = new OpenFiles.OpenFile(node, 0, false);
        if (byMessage) {
            exchange.request(opcode, node).putInt(file.flags.get()).putInt(0);
            try {
                opened = new OpenFiles.OpenFile(node, exchange.send().getLong(0), true);
            } catch (ErrnoException e) {
                if (!e.is(Errno.ENOSYS)) { // else it does not care
                    throw e;
                }
            }
        }
        if (node != FuseHandler.ROOT) {
            exchange.keepLast();
        }
        file.fh.set(open.add(opened));
        return 0;
    }

    int release(Exchange exchange, FuseFileInfo info, boolean directory) throws ErrnoException {
        OpenFiles.OpenFile file = open.remove(info.fh.get());
        try {
            if (file.byMessage()) {
                exchange.request(directory ? Opcode.RELEASEDIR : Opcode.RELEASE, file.node())
                        .putLong(file.handle())
                        .putInt(info.flags.get())
                        .putInt(0)
                        .putLong(0);
                exchange.send();
            }
            return 0;
        } finally {
            if (file.node() != FuseHandler.ROOT) {
                exchange.looked(file.node());
            }
        }
    }

    int read(Exchange exchange, long number, Pointer to, int size, long offset) throws ErrnoException {
        OpenFiles.OpenFile file = open.get(number);
        ByteBuffer data = read(exchange, Opcode.READ, file, offset, Math.min(size, Exchange.MAX_TRANSFER));
        byte[] bytes = new byte[data.limit()];
        data.get(0, bytes);
        to.put(0, bytes, 0, bytes.length);
        return bytes.length;
    }

    /** {@code struct fuse_read_in}. */
    private static ByteBuffer read(Exchange exchange, Opcode opcode, OpenFiles.OpenFile file, long offset, int size)
            throws ErrnoException {
        exchange.request(opcode, file.node())
                .putLong(file.handle())
                .putLong(offset)
                .putInt(size)
                .putInt(0)
                .putLong(0)
                .putLong(0);
        return exchange.send();
    }

    int write(Exchange exchange, long number, Pointer from, int size, long offset) throws ErrnoException {
        OpenFiles.OpenFile file = open.get(number);
        byte[] bytes = new byte[Math.min(size, Exchange.MAX_TRANSFER)];
        from.get(0, bytes, 0, bytes.length);
        exchange.request(Opcode.WRITE, file.node())
                .putLong(file.handle())
                .putLong(offset)
                .putInt(bytes.length)
                .putInt(0)
                .putLong(0)
                .putLong(0)
                .put(bytes);
        return exchange.send().getInt(0);
    }

    int flush(Exchange exchange, long number) throws ErrnoException {
        OpenFiles.OpenFile file = open.get(number);
        exchange.request(Opcode.FLUSH, file.node())
                .putLong(file.handle())
                .putLong(0)
                .putLong(0);
        exchange.send();
        return 0;
    }

    int fsync(Exchange exchange, long number, int dataOnly, boolean directory) throws ErrnoException {
        OpenFiles.OpenFile file = open.get(number);
        exchange.request(directory ? Opcode.FSYNCDIR : Opcode.FSYNC, file.node())
                .putLong(file.handle())
                .putInt(dataOnly == 0 ? 0 : 1)
                .putInt(0);
        exchange.send();
        return 0;
    }

    /** Hands the whole directory to libfuse, which keeps it until the directory is closed. */
    int readdir(Exchange exchange, long number, Pointer buffer, FuseFillDir filler) throws ErrnoException {
        OpenFiles.OpenFile directory = open.get(number);
        FileStat stat = new FileStat(Runtime.getSystemRuntime());
        long cookie = 0;
        while (true) {
            ByteBuffer listing = read(exchange, Opcode.READDIR, directory, cookie, LISTING_BYTES);
            if (listing.limit() == 0) {
                return 0;
            }
            for (int at = 0; at < listing.limit(); ) {
                int length = listing.getInt(at + DirentLayout.NAME_LENGTH);
                byte[] name = new byte[length + 1]; // with a NUL
                listing.get(at + DirentLayout.NAME, name, 0, length);
                stat.st_ino.set(listing.getLong(at + DirentLayout.INODE));
                stat.st_mode.set(listing.getInt(at + DirentLayout.TYPE) << 12);
                filler.apply(buffer, ByteBuffer.wrap(name), Struct.getMemory(stat), 0);
                cookie = listing.getLong(at + DirentLayout.NEXT);
                at += DirentLayout.bytes(length);
            }
        }
    }

    int fallocate(Exchange exchange, long number, int mode, long offset, long length) throws ErrnoException {
        OpenFiles.OpenFile file = open.get(number);
        exchange.request(Opcode.FALLOCATE, file.node())
                .putLong(file.handle())
                .putLong(offset)
                .putLong(length)
                .putInt(mode)
                .putInt(0);
        exchange.send();
        return 0;
    }

    /** The command's number says which way how much data goes: {@code asm-generic/ioctl.h}. */
    int ioctl(Exchange exchange, long number, int command, Pointer data) throws ErrnoException {
        OpenFiles.OpenFile file = open.get(number);
        int size = (command >>> 16) & 0x3fff;
        byte[] passed = new byte[(command & 0x4000_0000) != 0 ? size : 0];
        int wanted = (command & 0x8000_0000) != 0 ? size : 0;
        if (passed.length > 0) {
            data.get(0, passed, 0, passed.length);
        }
        exchange.request(Opcode.IOCTL, file.node())
                .putLong(file.handle())
                .putInt(0)
                .putInt(command)
                .putLong(0)
                .putInt(passed.length)
                .putInt(wanted)
                .put(passed);
        ByteBuffer reply = exchange.send();
        byte[] answer = new byte[Math.min(reply.limit() - IOCTL_OUT_BYTES, wanted)];
        reply.get(IOCTL_OUT_BYTES, answer);
        if (answer.length > 0) {
            data.put(0, answer, 0, answer.length);
        }
        return reply.getInt(0);
    }
}
