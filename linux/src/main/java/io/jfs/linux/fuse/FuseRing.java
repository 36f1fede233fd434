package io.jfs.linux.fuse;

import static io.jfs.linux.ErrnoException.check;

import io.jfs.linux.ErrnoException;
import io.jfs.linux.internal.Scratch;
import java.nio.ByteBuffer;

/**
 * A place for one FUSE request at a time that comes and is answered by io_uring, in one system call for both: Linux
 * 6.14, {@code Documentation/filesystems/fuse/fuse-io-uring.rst}. A place belongs to the queue of one CPU: the kernel
 * puts there what threads on that CPU ask. A mount's requests come so once each possible CPU's queue has a place.
 *
 * <p>Made and closed by any thread, used by one.
 */
public final class FuseRing implements AutoCloseable {
    // linux/io_uring.h: struct io_uring_sqe
    private static final byte OP_URING_CMD = 46;
    private static final int SQE_FD = 4;
    private static final int SQE_COMMAND = 8;
    private static final int SQE_ADDRESS = 16;
    private static final int SQE_LENGTH = 24;
    private static final int SQE_DATA = 48;

    // linux/fuse.h: enum fuse_uring_cmd, struct fuse_uring_cmd_req { u64 flags, commit_id; u16 qid; u8 padding[6]; }
    private static final int REGISTER = 1;
    private static final int COMMIT_AND_FETCH = 2;
    private static final int COMMIT_ID = SQE_DATA + 8;
    private static final int QUEUE = SQE_DATA + 16;

    private static final int VECTOR_BYTES = 16; // struct iovec

    private final IoUring ring;
    private final NativeBuffer memory;
    private final int payloadAt;

    private FuseRing(IoUring ring, NativeBuffer memory, int payloadAt) {
        this.ring = ring;
        this.memory = memory;
        this.payloadAt = payloadAt;
    }

    /**
     * A new place, in no queue yet.
     *
     * @param headerBytes where the payload begins: a multiple of 4096; before it lie {@code struct
     *     fuse_uring_req_header} (288 bytes), and room that is the caller's
     * @param payloadBytes at least what INIT agreed on as the largest transfer, and 8192
     * @throws ErrnoException EPERM if {@code kernel.io_uring_disabled} forbids it; EINVAL, ENOSYS if the kernel is too
     *     old; ENOMEM, EMFILE
     */
    public static FuseRing create(int headerBytes, int payloadBytes) throws ErrnoException {
        IoUring ring = IoUring.create();
        try {
            return new FuseRing(ring, NativeBuffer.allocateOwned(headerBytes + payloadBytes), headerBytes);
        } catch (ErrnoException e) {
            ring.close();
            throw e;
        }
    }

    /** Header and payload. */
    public ByteBuffer bytes() {
        return memory.bytes();
    }

    /**
     * Joins the queue of a CPU; to be followed by {@link #await}. The calling thread is from now on the only one that
     * uses this.
     *
     * @param device a mounted device after INIT, in which {@code FUSE_OVER_IO_URING} was agreed
     * @param queue a number below that of possible CPUs
     * @throws ErrnoException EOPNOTSUPP if it was not agreed, EINVAL if queue or sizes do not fit, ENOTCONN
     */
    public void register(FuseDevice device, int queue) throws ErrnoException {
        ring.adopt();
        Scratch scratch = Scratch.begin(); // the kernel reads the vector while it registers
        long vector = scratch.reserve(2 * VECTOR_BYTES);
        scratch.setLong(vector, memory.address());
        scratch.setLong(vector + 8, payloadAt);
        scratch.setLong(vector + VECTOR_BYTES, memory.address() + payloadAt);
        scratch.setLong(vector + VECTOR_BYTES + 8, memory.size() - payloadAt);
        ByteBuffer sqe = ring.entry();
        sqe.put(0, OP_URING_CMD);
        sqe.putInt(SQE_FD, device.fd().number());
        sqe.putInt(SQE_COMMAND, REGISTER);
        sqe.putLong(SQE_ADDRESS, scratch.address(vector));
        sqe.putInt(SQE_LENGTH, 2);
        sqe.putShort(QUEUE, (short) queue);
        ring.submit();
        ring.enter(false);
        if (ring.isCompleted()) {
            check(ring.take(), "io_uring_enter FUSE_IO_URING_CMD_REGISTER", "queue " + queue);
        }
        sqe.putInt(SQE_COMMAND, COMMIT_AND_FETCH);
        sqe.putLong(SQE_ADDRESS, 0);
        sqe.putInt(SQE_LENGTH, 0);
    }

    /**
     * Waits for the first request.
     *
     * @throws ErrnoException ENOTCONN, ECONNABORTED: the end
     */
    public void await() throws ErrnoException {
        ring.enter(true);
        check(ring.take(), "io_uring_enter", "/dev/fuse");
    }

    /**
     * Answers the request with what lies in the memory, and waits for the next one.
     *
     * @param commitId the request's, from its header
     * @throws ErrnoException ENOTCONN, ECONNABORTED: the end
     */
    public void answerAndAwait(long commitId) throws ErrnoException {
        ring.entry().putLong(COMMIT_ID, commitId);
        ring.submit();
        await();
    }

    /** Leaves. Only when {@link #await} has failed or was never called: the kernel writes to the memory until then. */
    @Override
    public void close() {
        ring.close();
        memory.free();
    }
}
