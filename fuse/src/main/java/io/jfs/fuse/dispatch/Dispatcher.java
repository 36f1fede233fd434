package io.jfs.fuse.dispatch;

import io.jfs.fuse.wire.Headers;
import io.jfs.fuse.wire.Opcode;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Turns the requests of one thread into calls of a {@link FuseHandler} and its answers into reply bodies. For
 * transports; each of their threads has its own.
 */
public final class Dispatcher {
    /** The result of {@link #handle} where the kernel expects no reply. */
    public static final int NO_REPLY = Integer.MIN_VALUE;

    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

    private final DispatchOptions options;
    private final Frame frame;
    private final EntryOperations entries;
    private final NodeOperations nodes;
    private final FileOperations files;

    /**
     * @param in where requests will be
     * @param out where replies go; may be the same buffer
     */
    public Dispatcher(FuseHandler handler, DispatchOptions options, ByteBuffer in, ByteBuffer out) {
        this.options = options;
        this.frame = new Frame(in, out, options);
        this.entries = new EntryOperations(handler, frame, options.timeouts());
        this.nodes = new NodeOperations(handler, frame, options.timeouts());
        this.files = new FileOperations(handler, frame);
    }

    /** Says where the bodies of replies go from now on, and how long they may be. */
    public void placeReply(int at, int room) {
        frame.reply = at;
        frame.room = room;
    }

    /**
     * Handles one request, not INIT.
     *
     * @param headerAt where its header is
     * @param structAt where the operation's struct is
     * @param payloadAt where names or data are; negative: right after the struct
     * @param end where the payload ends
     * @return the length of the reply's body; a negative error number; or {@link #NO_REPLY}
     */
    public int handle(int headerAt, int structAt, int payloadAt, int end) {
        int code = Headers.opcode(frame.in, headerAt);
        Optional<Opcode> known = Opcode.of(code);
        if (known.isEmpty()) {
            return -Errno.ENOSYS.code();
        }
        Opcode opcode = known.get();
        options.counters().countRequest(code);
        long start = options.trace().isPresent() ? System.nanoTime() : 0;
        int result = RequestEvent.isWanted(opcode)
                ? record(opcode, headerAt, structAt, payloadAt, end)
                : handle(opcode, headerAt, structAt, payloadAt, end);
        int error = error(result);
        if (error != 0) {
            options.counters().countError(code);
        }
        if (options.trace().isPresent()) {
            long unique = Headers.unique(frame.in, headerAt);
            long node = Headers.node(frame.in, headerAt);
            options.trace().get().handled(opcode, unique, node, error, System.nanoTime() - start);
        }
        return result;
    }

    private static int error(int result) {
        return result < 0 && result != NO_REPLY ? -result : 0;
    }

    private int record(Opcode opcode, int headerAt, int structAt, int payloadAt, int end) {
        RequestEvent event = RequestEvent.of(opcode);
        event.begin();
        int result = handle(opcode, headerAt, structAt, payloadAt, end);
        event.end();
        if (event.shouldCommit()) {
            event.describe(opcode, Headers.node(frame.in, headerAt), Headers.unique(frame.in, headerAt), error(result));
            event.commit();
        }
        return result;
    }

    private int handle(Opcode opcode, int headerAt, int structAt, int payloadAt, int end) {
        int error;
        try {
            frame.place(opcode, headerAt, structAt, payloadAt, end);
            return call(opcode);
        } catch (ErrnoException e) {
            error = e.code() > 0 ? e.code() : Errno.EIO.code();
        } catch (Throwable bug) { // whatever it is, this request alone fails
            report(opcode, headerAt, bug);
            error = Errno.EIO.code();
        }
        return opcode.isOneWay() ? NO_REPLY : -error;
    }

    private void report(Opcode opcode, int headerAt, Throwable bug) {
        try {
            String what = opcode + " of node " + Headers.node(frame.in, headerAt);
            LOG.log(System.Logger.Level.ERROR, what + ": answered EIO, since the handler threw " + bug);
            LOG.log(System.Logger.Level.DEBUG, what, bug);
        } catch (Throwable logging) { // as out of memory again: nothing is left to do
            bug.addSuppressed(logging);
        }
    }

    private int call(Opcode opcode) throws IOException {
        return switch (opcode) {
            case LOOKUP -> entries.lookup();
            case FORGET -> forget();
            case BATCH_FORGET -> batchForget();
            case GETATTR -> nodes.getattr();
            case SETATTR -> nodes.setattr();
            case READLINK -> nodes.readlink();
            case SYMLINK -> entries.symlink();
            case MKNOD -> entries.mknod();
            case MKDIR -> entries.mkdir();
            case UNLINK -> entries.unlink();
            case RMDIR -> entries.rmdir();
            case RENAME -> entries.rename(false);
            case RENAME2 -> entries.rename(true);
            case LINK -> entries.link();
            case OPEN -> options.answersOpen() ? files.open() : unknown();
            case CREATE -> options.answersOpen() ? entries.create() : unknown();
            case TMPFILE -> entries.tmpfile();
            case OPENDIR -> options.answersOpendir() ? files.opendir() : unknown();
            case READ -> files.read();
            case WRITE -> files.write();
            case READDIR -> entries.readdir(false);
            case READDIRPLUS -> entries.readdir(true);
            default -> callRare(opcode);
        };
    }

    private int callRare(Opcode opcode) throws IOException {
        return switch (opcode) {
            case STATFS -> nodes.statfs();
            case RELEASE -> files.release();
            case RELEASEDIR -> files.releasedir();
            case FLUSH -> files.flush();
            case FSYNC -> files.fsync(false);
            case FSYNCDIR -> files.fsync(true);
            case SYNCFS -> nodes.syncfs();
            case SETXATTR -> nodes.setxattr();
            case GETXATTR -> nodes.getxattr();
            case LISTXATTR -> nodes.listxattr();
            case REMOVEXATTR -> nodes.removexattr();
            case ACCESS -> nodes.access();
            case FALLOCATE -> files.fallocate();
            case LSEEK -> files.lseek();
            case COPY_FILE_RANGE -> files.copyFileRange(false);
            case COPY_FILE_RANGE_64 -> files.copyFileRange(true);
            case IOCTL -> files.ioctl();
            case DESTROY -> 0;
            case INTERRUPT -> interrupt();
            default -> unknown();
        };
    }

    private int forget() {
        nodes.forget();
        return NO_REPLY;
    }

    private int batchForget() throws IOException {
        nodes.batchForget();
        return NO_REPLY;
    }

    /** {@code struct fuse_interrupt_in}: unique 0, of the request that is meant. */
    private int interrupt() {
        options.interrupts().add(frame.u64(0));
        return NO_REPLY;
    }

    private static int unknown() throws ErrnoException {
        throw FuseFailure.of(Errno.ENOSYS);
    }
}
