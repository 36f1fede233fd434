package io.jfs.fuse.dispatch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Requests that are about open files and directories. Each method returns the reply's length. */
final class FileOperations {
    private static final int WRITE_OUT_BYTES = 8; // struct fuse_write_out { u32 size, padding; }
    private static final int LONG_OUT_BYTES = 8; // struct fuse_lseek_out, struct fuse_copy_file_range_out { u64 }
    private static final int IOCTL_OUT_BYTES = 16; // struct fuse_ioctl_out { s32 result; u32 flags, in_iovs, out_iovs }
    private static final int OPEN_KILL_SUIDGID = 1; // FUSE_OPEN_KILL_SUIDGID
    private static final int FSYNC_DATA_ONLY = 1; // FUSE_FSYNC_FDATASYNC

    private final FuseHandler handler;
    private final Frame frame;
    private final OpenReply open;
    private final DataReply data;
    private final ByteBuffer input;
    private final ByteBuffer output;

    FileOperations(FuseHandler handler, Frame frame) {
        this.handler = handler;
        this.frame = frame;
        open = new OpenReply(frame.out);
        data = new DataReply(frame.out.duplicate().order(ByteOrder.nativeOrder()));
        input = frame.in.duplicate().order(ByteOrder.nativeOrder());
        output = frame.out.duplicate().order(ByteOrder.nativeOrder());
    }

    /** {@code struct fuse_open_in}: flags 0, open_flags 4. */
    int open() throws IOException {
        open.place(frame.reply);
        handler.open(frame.request, frame.u32(0), (frame.u32(4) & OPEN_KILL_SUIDGID) != 0, open);
        return OpenReply.BYTES;
    }

    int opendir() throws IOException {
        open.place(frame.reply);
        handler.opendir(frame.request, frame.u32(0), open);
        return OpenReply.BYTES;
    }

    /** {@code struct fuse_read_in}: fh 0, offset 8, size 16, read_flags 20, lock_owner 24, flags 32. */
    int read() throws IOException {
        int size = Math.min(frame.u32(16), frame.room);
        if (size < 0) {
            throw Frame.malformed();
        }
        data.place(frame.reply, size);
        handler.read(frame.request, frame.u64(0), frame.u64(8), size, frame.u32(32), data);
        return data.length();
    }

    /** {@code struct fuse_write_in}: fh 0, offset 8, size 16, write_flags 20, lock_owner 24, flags 32. */
    int write() throws IOException {
        long handle = frame.u64(0);
        ByteBuffer written = frame.data(input, frame.payload, frame.u32(16));
        int count = handler.write(frame.request, handle, frame.u64(8), written, frame.u32(20), frame.u32(32));
        frame.out.putInt(frame.reply, count);
        frame.out.putInt(frame.reply + 4, 0);
        return WRITE_OUT_BYTES;
    }

    /** {@code struct fuse_flush_in}: fh 0. */
    int flush() throws IOException {
        handler.flush(frame.request, frame.u64(0));
        return 0;
    }

    /** {@code struct fuse_release_in}: fh 0, flags 8. */
    int release() throws IOException {
        handler.release(frame.request, frame.u64(0), frame.u32(8));
        return 0;
    }

    int releasedir() throws IOException {
        handler.releasedir(frame.request, frame.u64(0));
        return 0;
    }

    /** {@code struct fuse_fsync_in}: fh 0, fsync_flags 8. */
    int fsync(boolean directory) throws IOException {
        boolean dataOnly = (frame.u32(8) & FSYNC_DATA_ONLY) != 0;
        if (directory) {
            handler.fsyncdir(frame.request, frame.u64(0), dataOnly);
        } else {
            handler.fsync(frame.request, frame.u64(0), dataOnly);
        }
        return 0;
    }

    /** {@code struct fuse_fallocate_in}: fh 0, offset 8, length 16, mode 24. */
    int fallocate() throws IOException {
        handler.fallocate(frame.request, frame.u64(0), frame.u32(24), frame.u64(8), frame.u64(16));
        return 0;
    }

    /** {@code struct fuse_lseek_in}: fh 0, offset 8, whence 16. */
    int lseek() throws IOException {
        long found = handler.lseek(frame.request, frame.u64(0), frame.u64(8), frame.u32(16));
        frame.out.putLong(frame.reply, found);
        return LONG_OUT_BYTES;
    }

    /**
     * {@code struct fuse_copy_file_range_in}: fh_in 0, off_in 8, nodeid_out 16, fh_out 24, off_out 32, len 40, flags
     * 48. The older opcode has room for 32 bits of count only.
     */
    int copyFileRange(boolean wide) throws IOException {
        long length = wide ? frame.u64(40) : Math.min(frame.u64(40), 0x7fff_f000L);
        long toNode = frame.u64(16);
        long toHandle = frame.u64(24);
        long toOffset = frame.u64(32);
        long copied =
                handler.copyFileRange(frame.request, frame.u64(0), frame.u64(8), toNode, toHandle, toOffset, length);
        frame.out.putLong(frame.reply, copied);
        return LONG_OUT_BYTES;
    }

    /** {@code struct fuse_ioctl_in}: fh 0, flags 8, cmd 12, arg 16, in_size 24, out_size 28. */
    int ioctl() throws IOException {
        int outSize = Math.min(frame.u32(28), frame.room - IOCTL_OUT_BYTES);
        if (outSize < 0) {
            throw Frame.malformed();
        }
        ByteBuffer passed = frame.data(input, frame.payload, frame.u32(24));
        int dataAt = frame.reply + IOCTL_OUT_BYTES;
        output.limit(dataAt + outSize).position(dataAt);
        int result = handler.ioctl(frame.request, frame.u64(0), frame.u32(12), passed, output);
        frame.out.putLong(frame.reply, Integer.toUnsignedLong(result));
        frame.out.putLong(frame.reply + 8, 0);
        return output.position() - frame.reply;
    }
}
