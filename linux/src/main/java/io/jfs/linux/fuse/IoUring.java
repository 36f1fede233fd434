package io.jfs.linux.fuse;

import static io.jfs.linux.ErrnoException.check;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An io_uring(7) with room for one operation at a time, whose entry has 128 bytes. Made by one thread, then used by
 * another one alone: that which submits first.
 *
 * <p>Head and tail indices are shared with the kernel: ours are stored with release, the kernel's loaded with acquire.
 */
final class IoUring implements AutoCloseable {
    // linux/io_uring.h
    private static final int SETUP_SQE128 = 1 << 10;
    private static final int SETUP_SINGLE_ISSUER = 1 << 12;
    private static final int SETUP_DEFER_TASKRUN = 1 << 13;
    private static final int SETUP_R_DISABLED = 1 << 6;
    private static final int SETUP_NO_SQARRAY = 1 << 16; // Linux 6.6
    private static final int REGISTER_ENABLE_RINGS = 12;
    private static final int ENTER_GETEVENTS = 1;
    private static final long OFF_SQES = 0x10000000L;

    private static final int SQE_BYTES = 128;
    private static final int CQE_BYTES = 16; // struct io_uring_cqe { u64 user_data; s32 res; u32 flags; }
    private static final int CQE_RESULT = 8;

    // struct io_uring_params: 10 words, struct io_sqring_offsets, struct io_cqring_offsets
    private static final int PARAMS_BYTES = 120;
    private static final int PARAMS_FLAGS = 8;
    private static final int PARAMS_SQ_TAIL = 40 + 4;
    private static final int PARAMS_CQ_ENTRIES = 4;
    private static final int PARAMS_CQ_HEAD = 80;
    private static final int PARAMS_CQ_TAIL = 80 + 4;
    private static final int PARAMS_CQ_MASK = 80 + 8;
    private static final int PARAMS_CQES = 80 + 20;

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final Fd fd;
    private final NativeBuffer rings;
    private final NativeBuffer entry;
    private final int sqTail;
    private final int cqHead;
    private final int cqTail;
    private final int cqMask;
    private final int cqes;
    private int submitted;
    private int completed;
    private int unsubmitted;

    private IoUring(Fd fd, Scratch scratch, long params) throws ErrnoException {
        this.fd = fd;
        sqTail = scratch.getInt(params + PARAMS_SQ_TAIL);
        cqHead = scratch.getInt(params + PARAMS_CQ_HEAD);
        cqTail = scratch.getInt(params + PARAMS_CQ_TAIL);
        cqes = scratch.getInt(params + PARAMS_CQES);
        int cqMaskAt = scratch.getInt(params + PARAMS_CQ_MASK);
        int bytes = cqes + scratch.getInt(params + PARAMS_CQ_ENTRIES) * CQE_BYTES;
        rings = NativeBuffer.mapOwned(bytes, fd.number(), 0);
        try {
            entry = NativeBuffer.mapOwned(SQE_BYTES, fd.number(), OFF_SQES);
        } catch (ErrnoException e) {
            rings.free();
            throw e;
        }
        cqMask = rings.bytes().getInt(cqMaskAt);
    }

    /**
     * A new one.
     *
     * @throws ErrnoException EPERM where {@code kernel.io_uring_disabled} forbids it, ENOSYS, EINVAL if the kernel is
     *     too old, ENOMEM, EMFILE
     */
    static IoUring create() throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long params = scratch.reserve(PARAMS_BYTES);
        for (int i = 0; i < PARAMS_BYTES; i += Long.BYTES) {
            scratch.setLong(params + i, 0);
        }
        int flags = SETUP_SQE128 | SETUP_NO_SQARRAY | SETUP_SINGLE_ISSUER | SETUP_DEFER_TASKRUN | SETUP_R_DISABLED;
        scratch.setLong(params + PARAMS_FLAGS, flags);
        long result = Kernel.call(Syscall.IO_URING_SETUP, 1, scratch.address(params));
        Fd fd = Fd.ofOwned((int) check(result, "io_uring_setup", ""));
        try {
            return new IoUring(fd, scratch, params);
        } catch (ErrnoException e) {
            fd.close();
            throw e;
        }
    }

    /** Makes the calling thread the one that submits. */
    void adopt() throws ErrnoException {
        long result = Kernel.call(Syscall.IO_URING_REGISTER, fd.number(), REGISTER_ENABLE_RINGS, 0, 0);
        check(result, "io_uring_register IORING_REGISTER_ENABLE_RINGS", "");
    }

    /** The one submission entry, which keeps its content: {@code struct io_uring_sqe}. */
    ByteBuffer entry() {
        return entry.bytes();
    }

    /** Hands the entry to the kernel with the next {@link #enter}. */
    void submit() {
        submitted++;
        unsubmitted++;
        INT.setRelease(rings.bytes(), sqTail, submitted);
    }

    /** Enters the kernel to submit and, if told so, to wait for a completion. */
    void enter(boolean wait) throws ErrnoException {
        do {
            long result = Kernel.call(
                    Syscall.IO_URING_ENTER, fd.number(), unsubmitted, wait ? 1 : 0, wait ? ENTER_GETEVENTS : 0, 0, 0);
            if (result >= 0) {
                unsubmitted -= (int) result;
            } else if (!Errno.EINTR.is(result)) {
                check(result, "io_uring_enter", "");
            }
        } while (unsubmitted > 0 || (wait && !isCompleted()));
    }

    boolean isCompleted() {
        return (int) INT.getAcquire(rings.bytes(), cqTail) != completed;
    }

    /** Takes a completion, which must be there; its result or negated error number. */
    int take() {
        int result = rings.bytes().getInt(cqes + (completed & cqMask) * CQE_BYTES + CQE_RESULT);
        completed++;
        INT.setRelease(rings.bytes(), cqHead, completed);
        return result;
    }

    /** Gives everything back. What is under way is withdrawn by the kernel. By the thread that uses it; once only. */
    @Override
    public void close() {
        fd.close();
        rings.free();
        entry.free();
    }
}
