package io.jfs.fuse.dispatch;

import static io.jfs.fuse.dispatch.Exchange.hex;
import static io.jfs.fuse.dispatch.Exchange.name;
import static io.jfs.fuse.dispatch.Exchange.u32;
import static io.jfs.fuse.dispatch.Exchange.u64;
import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.fuse.wire.Opcode;
import io.jfs.linux.Errno;
import java.util.EnumSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes in, calls and bytes out, without a kernel; little-endian as x86_64 and aarch64 are. */
class DispatcherTest {
    /** What {@link Recorder} answers: struct fuse_attr. */
    private static final String ATTR = hex("a100000000000000 a200000000000000 a300000000000000"
            + "a400000000000000 a500000000000000 a600000000000000 a7000000 a8000000 a9000000"
            + "aa000000 ab000000 ac000000 ad000000 ae000000 af000000 00000000");

    private static final String TIMEOUTS = hex("0100000000000000 0200000000000000 00000000 0065cd1d");
    private static final String ENTRY = hex("b100000000000000 b200000000000000") + TIMEOUTS + ATTR;
    private static final String ENTRY_WITHOUT_GENERATION = hex("b100000000000000 0000000000000000") + TIMEOUTS + ATTR;
    private static final String ATTR_OUT = hex("0200000000000000 0065cd1d 00000000") + ATTR;

    private final Recorder handler = new Recorder();
    private final Exchange exchange = new Exchange(handler);

    @Test
    void a_name_is_looked_up() {
        assertThat(exchange.ask(Opcode.LOOKUP, name("passwd"))).isEqualTo(ENTRY);
        assertThat(handler.taken()).isEqualTo("LOOKUP(17, passwd, 6, 1000, 100, 4242, 119)");
    }

    @Test
    void a_missing_name_is_an_entry_without_a_node() {
        assertThat(exchange.ask(Opcode.LOOKUP, name("missing")))
                .isEqualTo("0".repeat(32) + hex("0300000000000000") + "0".repeat(208));
    }

    @Test
    void an_error_is_negated() {
        assertThat(exchange.ask(Opcode.LOOKUP, name("error"))).isEqualTo("error " + Errno.EACCES.code());
        assertThat(exchange.counters.errors(Opcode.LOOKUP)).isEqualTo(1);
        assertThat(exchange.counters.requests(Opcode.LOOKUP)).isEqualTo(1);
    }

    @Test
    void lookups_are_forgotten_one_by_one_and_in_batches() {
        assertThat(exchange.ask(Opcode.FORGET, u64(3))).isEqualTo("no reply");
        assertThat(exchange.ask(Opcode.BATCH_FORGET, u32(2) + u32(0) + u64(5) + u64(1) + u64(6) + u64(2)))
                .isEqualTo("no reply");
        assertThat(handler.taken()).isEqualTo("forget(17, 3)forget(5, 1)forget(6, 2)");
    }

    @Test
    void attributes_are_told_and_set() {
        assertThat(exchange.ask(Opcode.GETATTR, u32(0) + u32(0) + u64(0x99))).isEqualTo(ATTR_OUT);
        assertThat(exchange.ask(Opcode.GETATTR, u32(1) + u32(0) + u64(0x99))).isEqualTo(ATTR_OUT);
        assertThat(handler.taken()).isEqualTo("GETATTR(17, -1)GETATTR(17, 153)");
        String set = u32(0x7f) + u32(0) + u64(1) + u64(2) + u64(3) + u64(4) + u64(5) + u64(6) + u32(7) + u32(8) + u32(9)
                + u32(10) + u32(11) + u32(12) + u32(13) + u32(14);
        assertThat(exchange.ask(Opcode.SETATTR, set)).isEqualTo(ATTR_OUT);
        assertThat(handler.taken()).isEqualTo("SETATTR(17, 127, 1, 2, 4, 7)SETATTR(17, 5, 8, 10, 12, 13)");
    }

    @Test
    void files_are_made() {
        String open = u64(0xc1) + u32(128) + u32(0xc2);
        assertThat(exchange.ask(Opcode.CREATE, u32(0x8042) + u32(0100644) + u32(022) + u32(0) + name("new")))
                .isEqualTo(ENTRY_WITHOUT_GENERATION + open);
        assertThat(handler.taken()).isEqualTo("CREATE(17, new, 33188, 18, 32834)");
        assertThat(exchange.ask(Opcode.MKNOD, u32(0020600) + u32(0x11170) + u32(022) + u32(0) + name("dev")))
                .isEqualTo(ENTRY_WITHOUT_GENERATION);
        assertThat(handler.taken()).isEqualTo("MKNOD(17, dev, 8576, 18, 273, 112)");
        assertThat(exchange.ask(Opcode.SYMLINK, name("link") + name("to/there")))
                .isEqualTo(ENTRY_WITHOUT_GENERATION);
        assertThat(handler.taken()).isEqualTo("SYMLINK(17, link, to/there, -1)");
    }

    @Test
    void names_move() {
        assertThat(exchange.ask(Opcode.RENAME, u64(5) + name("a") + name("b"))).isEmpty();
        assertThat(exchange.ask(Opcode.RENAME2, u64(5) + u32(2) + u32(0) + name("a") + name("b")))
                .isEmpty();
        assertThat(handler.taken()).isEqualTo("RENAME(17, a, 5, b, 0)RENAME2(17, a, 5, b, 2)");
    }

    @Test
    void data_moves() {
        String read = u64(1) + u64(4096) + u32(100) + u32(0) + u64(0) + u32(2) + u32(0);
        assertThat(exchange.ask(Opcode.READ, read)).isEqualTo("010203");
        assertThat(handler.taken()).isEqualTo("READ(17, 1, 4096, 100, 2, 100)");
        String write = u64(1) + u64(8) + u32(2) + u32(4) + u64(0) + u32(1) + u32(0);
        assertThat(exchange.ask(Opcode.WRITE, write + "2a2b")).isEqualTo(u32(2) + u32(0));
        assertThat(handler.taken()).isEqualTo("WRITE(17, 1, 8, 2, 42, 4, 1)");
        assertThat(exchange.ask(Opcode.LSEEK, u64(1) + u64(2) + u32(3) + u32(0)))
                .isEqualTo(u64(0xe1));
        assertThat(exchange.ask(Opcode.FALLOCATE, u64(1) + u64(2) + u64(3) + u32(4) + u32(0)))
                .isEmpty();
        String copy = u64(1) + u64(2) + u64(3) + u64(4) + u64(5) + u64(6) + u64(0);
        assertThat(exchange.ask(Opcode.COPY_FILE_RANGE, copy)).isEqualTo(u32(6) + u32(0));
        assertThat(handler.taken())
                .isEqualTo("LSEEK(17, 1, 2, 3)FALLOCATE(17, 1, 4, 2, 3)COPY_FILE_RANGE(17, 1, 2, 3, 4, 5, 6)");
    }

    @Test
    void a_directory_is_listed_as_far_as_there_is_room() {
        String dirent = hex("d100000000000000 d200000000000000 04000000 04000000 6e616d65 00000000");
        assertThat(exchange.ask(Opcode.READDIR, u64(1) + u64(2) + u32(70) + u32(0) + u64(0) + u64(0)))
                .isEqualTo(dirent + dirent);
        assertThat(exchange.ask(Opcode.READDIRPLUS, u64(1) + u64(2) + u32(319) + u32(0) + u64(0) + u64(0)))
                .isEqualTo(ENTRY + dirent);
        assertThat(exchange.ask(Opcode.READDIRPLUS, u64(1) + u64(2) + u32(320) + u32(0) + u64(0) + u64(0)))
                .isEqualTo(ENTRY + dirent + ENTRY + dirent);
    }

    @Test
    void extended_attributes_are_told_by_size_first() {
        assertThat(exchange.ask(Opcode.GETXATTR, u32(0) + u32(0) + name("user.x")))
                .isEqualTo(u32(3) + u32(0));
        assertThat(exchange.ask(Opcode.GETXATTR, u32(3) + u32(0) + name("user.x")))
                .isEqualTo("090807");
        assertThat(exchange.ask(Opcode.GETXATTR, u32(2) + u32(0) + name("user.x")))
                .isEqualTo("error " + Errno.ERANGE.code());
        handler.taken();
        assertThat(exchange.ask(Opcode.SETXATTR, u32(2) + u32(1) + u32(1) + u32(0) + name("user.y") + "0102"))
                .isEmpty();
        assertThat(handler.taken()).isEqualTo("SETXATTR(17, user.y, 2, 1, true)");
    }

    @Test
    void what_nobody_implements_is_not_known() {
        for (Opcode opcode : EnumSet.of(Opcode.OPEN, Opcode.OPENDIR, Opcode.FLUSH, Opcode.ACCESS, Opcode.GETLK)) {
            assertThat(exchange.ask(opcode, "00".repeat(opcode.structBytes())))
                    .as("%s", opcode)
                    .isEqualTo("error " + Errno.ENOSYS.code());
        }
        assertThat(exchange.send(4711, "")).isEqualTo(-Errno.ENOSYS.code());
    }

    @Test
    void malformed_requests_are_refused() {
        assertThat(exchange.ask(Opcode.LOOKUP, "6162"))
                .as("a name without a NUL")
                .isEqualTo("error 5");
        assertThat(exchange.ask(Opcode.GETATTR, "00")).as("a short struct").isEqualTo("error 5");
        assertThat(exchange.ask(Opcode.BATCH_FORGET, u32(1_000_000) + u32(0))).isEqualTo("no reply");
        String write = u64(1) + u64(8) + u32(1_000) + u32(4) + u64(0) + u32(1) + u32(0);
        assertThat(exchange.ask(Opcode.WRITE, write + "2a"))
                .as("more data than there is")
                .isEqualTo("error 5");
        assertThat(handler.taken()).isEmpty();
    }

    @Test
    void no_bytes_whatsoever_break_it() {
        Random random = new Random(20_26);
        for (int i = 0; i < 20_000; i++) {
            byte[] body = new byte[random.nextInt(120)];
            random.nextBytes(body);
            int opcode = random.nextInt(Opcode.LIMIT + 2);
            int result = exchange.send(opcode, java.util.HexFormat.of().formatHex(body));
            assertThat(result)
                    .satisfiesAnyOf(
                            r -> assertThat(r).isBetween(-4095, 8192),
                            r -> assertThat(r).isEqualTo(Dispatcher.NO_REPLY));
            handler.taken();
        }
    }
}
