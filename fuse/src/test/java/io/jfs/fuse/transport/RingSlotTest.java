package io.jfs.fuse.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.jfs.fuse.dispatch.DataReply;
import io.jfs.fuse.dispatch.DispatchOptions;
import io.jfs.fuse.dispatch.EntryReply;
import io.jfs.fuse.dispatch.FuseCounters;
import io.jfs.fuse.dispatch.FuseFailure;
import io.jfs.fuse.dispatch.FuseHandler;
import io.jfs.fuse.dispatch.FuseName;
import io.jfs.fuse.dispatch.FuseRequest;
import io.jfs.fuse.dispatch.Interrupts;
import io.jfs.fuse.dispatch.Timeouts;
import io.jfs.fuse.wire.Opcode;
import io.jfs.fuse.wire.RingLayout;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.FileType;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Requests as the kernel lays them out in a ring, without a kernel. */
class RingSlotTest {
    private static final int PAYLOAD = 1 << 20;
    private static final byte[] KNOWN = "known\0".getBytes(StandardCharsets.UTF_8);

    /** Reads its arguments after it has begun to answer. */
    private static final class Hasty implements FuseHandler {
        private static final byte[] NAME = "known".getBytes(StandardCharsets.UTF_8);

        long sum;

        @Override
        public void lookup(FuseRequest request, FuseName name, EntryReply reply) throws ErrnoException {
            reply.found(2, 0).inode(2).mode(FileType.REGULAR.bits());
            if (!name.contentEquals(NAME)) {
                throw FuseFailure.of(Errno.EACCES);
            }
        }

        @Override
        public void read(FuseRequest request, long handle, long offset, int size, int flags, DataReply reply) {
            reply.buffer().position(reply.buffer().position() + size);
        }

        @Override
        public int write(FuseRequest request, long handle, long offset, ByteBuffer data, int writeFlags, int flags) {
            int length = data.remaining();
            sum = 0;
            while (data.hasRemaining()) {
                sum += data.get();
            }
            return length;
        }

        @Override
        public void setxattr(FuseRequest request, FuseName name, ByteBuffer value, int flags, boolean killSetgid) {
            sum = value.remaining();
        }
    }

    private final ByteBuffer bytes =
            ByteBuffer.allocateDirect(RingSlot.PAYLOAD_AT + PAYLOAD).order(ByteOrder.nativeOrder());
    private final Hasty handler = new Hasty();
    private final FuseCounters counters = new FuseCounters();
    private final RingSlot slot = new RingSlot(
            bytes,
            handler,
            new DispatchOptions(Timeouts.FOR_EVER, true, true, false, counters, new Interrupts(), Optional.empty()));

    /** The error, which is 0 or negative. */
    private int send(Opcode opcode, int payload) {
        bytes.putInt(4, opcode.code());
        bytes.putLong(8, 0x77);
        bytes.putLong(16, 1);
        bytes.putInt(36, 0);
        bytes.putLong(256 + 8, 0x88);
        bytes.putInt(256 + 16, payload);
        assertThat(slot.serve()).isEqualTo(0x88);
        assertThat(bytes.getLong(8)).as("unique").isEqualTo(0x77);
        return bytes.getInt(4);
    }

    private int length() {
        return bytes.getInt(256 + 16);
    }

    @Test
    void a_name_survives_the_answer_that_takes_its_place() {
        bytes.put(RingSlot.PAYLOAD_AT, KNOWN);
        assertThat(send(Opcode.LOOKUP, KNOWN.length)).isZero();
        assertThat(length()).isEqualTo(128);
        assertThat(bytes.getLong(RingSlot.PAYLOAD_AT)).as("nodeid").isEqualTo(2);
    }

    @Test
    void an_error_has_no_body() {
        bytes.put(RingSlot.PAYLOAD_AT, "other\0".getBytes(StandardCharsets.UTF_8));
        assertThat(send(Opcode.LOOKUP, 6)).isEqualTo(-Errno.EACCES.code());
        assertThat(length()).isZero();
    }

    @Test
    void a_read_fills_the_payload() {
        bytes.putInt(RingLayout.STRUCT + 16, PAYLOAD);
        assertThat(send(Opcode.READ, 0)).isZero();
        assertThat(length()).isEqualTo(PAYLOAD);
    }

    @Test
    void a_write_is_answered_in_the_place_of_its_data() {
        for (int i = 0; i < PAYLOAD; i++) {
            bytes.put(RingSlot.PAYLOAD_AT + i, (byte) 1);
        }
        bytes.putInt(RingLayout.STRUCT + 16, PAYLOAD);
        assertThat(send(Opcode.WRITE, PAYLOAD)).isZero();
        assertThat(handler.sum).isEqualTo(PAYLOAD);
        assertThat(length()).isEqualTo(8);
        assertThat(bytes.getInt(RingSlot.PAYLOAD_AT)).isEqualTo(PAYLOAD);
    }

    @Test
    void a_large_value_needs_no_room_aside() {
        byte[] name = "user.x\0".getBytes(StandardCharsets.UTF_8);
        bytes.put(RingSlot.PAYLOAD_AT, name);
        bytes.putInt(RingLayout.STRUCT, 65_536);
        bytes.putLong(RingLayout.STRUCT + 4, 0);
        assertThat(send(Opcode.SETXATTR, name.length + 65_536)).isZero();
        assertThat(handler.sum).isEqualTo(65_536);
        assertThat(length()).isZero();
    }

    @Test
    void requests_allocate_nothing() {
        round(100); // loads classes
        long before = allocated();
        round(5_000);
        assertThat((allocated() - before) / 15_000).as("bytes for each request").isZero();
        assertThat(counters.requests(Opcode.LOOKUP)).isEqualTo(5_100);
    }

    private void round(int rounds) {
        for (int i = 0; i < rounds; i++) {
            bytes.put(RingSlot.PAYLOAD_AT, KNOWN);
            place(Opcode.LOOKUP, KNOWN.length);
            bytes.putInt(RingLayout.STRUCT + 16, 4096);
            place(Opcode.READ, 0);
            place(Opcode.WRITE, 4096);
        }
    }

    private void place(Opcode opcode, int payload) {
        bytes.putInt(4, opcode.code());
        bytes.putInt(256 + 16, payload);
        slot.serve();
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
