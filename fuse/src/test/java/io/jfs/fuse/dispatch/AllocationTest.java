package io.jfs.fuse.dispatch;

import static io.jfs.fuse.dispatch.Exchange.name;
import static io.jfs.fuse.dispatch.Exchange.u32;
import static io.jfs.fuse.dispatch.Exchange.u64;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.jfs.fuse.wire.Opcode;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.FileType;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The hot requests make no garbage, even before the JIT has compiled anything. */
class AllocationTest {
    private static final int ROUNDS = 5_000;
    private static final byte[] KNOWN = "known".getBytes(StandardCharsets.UTF_8);

    /** Answers without allocating, as a good filesystem does. */
    private static final class Frugal implements FuseHandler {
        @Override
        public void lookup(FuseRequest request, FuseName name, EntryReply reply) {
            if (name.contentEquals(KNOWN)) {
                reply.found(2, name.hash())
                        .inode(2)
                        .mode(FileType.REGULAR.bits())
                        .owner(request.uid(), request.gid());
            } else {
                reply.missing();
            }
        }

        @Override
        public void getattr(FuseRequest request, long handle, AttributesReply reply) {
            reply.attributes().inode(request.node()).modified(1, 2);
        }

        @Override
        public void read(FuseRequest request, long handle, long offset, int size, int flags, DataReply reply) {
            reply.put(KNOWN);
        }

        @Override
        public int write(FuseRequest request, long handle, long offset, ByteBuffer data, int writeFlags, int flags) {
            return data.remaining();
        }

        @Override
        public void readdir(FuseRequest request, long handle, long cookie, DirectoryReply reply) {
            while (reply.add(KNOWN, 2, FileType.REGULAR, 1)) {
                if (reply.wantsEntries()) {
                    reply.entry().found(2, 0).mode(FileType.REGULAR.bits());
                }
            }
        }

        @Override
        public void getxattr(FuseRequest request, FuseName name, XattrReply reply) throws ErrnoException {
            throw FuseFailure.of(Errno.ENODATA);
        }
    }

    @Test
    void hot_requests_allocate_nothing() {
        Exchange exchange = new Exchange(new Frugal());
        byte[][] bodies = {
            Exchange.bytes(name("known")),
            Exchange.bytes(name("unknown")),
            Exchange.bytes(u64(0) + u64(0)),
            Exchange.bytes(u64(1) + u64(4096) + u32(100) + u32(0) + u64(0) + u32(2) + u32(0)),
            Exchange.bytes(u64(1) + u64(8) + u32(1) + u32(4) + u64(0) + u32(1) + u32(0) + "2a"),
            Exchange.bytes(u64(1) + u64(2) + u32(4000) + u32(0) + u64(0) + u64(0)),
            Exchange.bytes(u32(0) + u32(0) + name("security.capability")),
            Exchange.bytes(u64(3))
        };
        Opcode[] opcodes = {
            Opcode.LOOKUP,
            Opcode.LOOKUP,
            Opcode.GETATTR,
            Opcode.READ,
            Opcode.WRITE,
            Opcode.READDIRPLUS,
            Opcode.GETXATTR,
            Opcode.FORGET
        };
        run(exchange, opcodes, bodies, 100); // loads classes
        long before = allocated();
        run(exchange, opcodes, bodies, ROUNDS);
        long each = (allocated() - before) / ((long) ROUNDS * opcodes.length);
        assertThat(each).as("bytes for each request").isZero();
    }

    private static void run(Exchange exchange, Opcode[] opcodes, byte[][] bodies, int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < opcodes.length; i++) {
                exchange.send(opcodes[i].code(), bodies[i]);
            }
        }
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }
}
