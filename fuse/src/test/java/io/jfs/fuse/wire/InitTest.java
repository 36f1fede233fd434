package io.jfs.fuse.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class InitTest {
    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void the_offer_of_linux_6_18_is_read() {
        ByteBuffer in = bytes("07000000 2d000000 00000200 fbffff73 fd050000" + "00".repeat(44));
        InitRequest offer = InitRequest.read(in, 0, 64);
        assertThat(offer).isEqualTo(new InitRequest(7, 45, 131_072, 0x5fd_73ff_fffbL));
        assertThat(offer.capabilities() & InitFlags.PASSTHROUGH).isNotZero();
        assertThat(offer.capabilities() & InitFlags.OVER_IO_URING).isZero();
    }

    @Test
    void the_short_offer_of_older_kernels_has_no_second_flags() {
        ByteBuffer in = bytes("07000000 1f000000 00000200 fbff3f03");
        assertThat(InitRequest.read(in, 0, 16)).isEqualTo(new InitRequest(7, 31, 131_072, 0x033f_fffbL));
        assertThatThrownBy(() -> InitRequest.read(in, 0, 12)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_answer_has_every_field_in_its_place() {
        ByteBuffer out = ByteBuffer.allocate(InitReply.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        new InitReply(45, 131_072, InitFlags.INIT_EXT | InitFlags.PASSTHROUGH, 64, 48, 1 << 20, 256, 1).write(out, 0);
        assertThat(out)
                .isEqualTo(bytes("07000000 2d000000 00000200 00000040 4000 3000 00001000 01000000 0001 0000"
                        + "20000000 01000000" + "00".repeat(24)));
    }

    @Test
    void notifications_have_every_field_in_its_place() {
        ByteBuffer out = ByteBuffer.allocate(80).order(ByteOrder.LITTLE_ENDIAN);
        int length = Notification.invalidateNode(out, 5, -1, 0);
        assertThat(out.slice(0, length))
                .isEqualTo(
                        bytes("28000000 02000000 0000000000000000 0500000000000000 ffffffffffffffff 0000000000000000"));
        length = Notification.invalidateEntry(out, 1, new byte[] {'a', 'b'});
        assertThat(out.slice(0, length))
                .isEqualTo(bytes("23000000 03000000 0000000000000000 0100000000000000 02000000 00000000 616200"));
        length = Notification.deleteEntry(out, 1, 9, new byte[] {'c'});
        assertThat(out.slice(0, length))
                .isEqualTo(
                        bytes("2a000000 06000000 0000000000000000 0100000000000000 0900000000000000 01000000 00000000"
                                + "6300"));
        length = Notification.store(out, 3, 4096, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(out.slice(0, length))
                .isEqualTo(
                        bytes("2b000000 04000000 0000000000000000 0300000000000000 0010000000000000 03000000 00000000"
                                + "010203"));
    }

    @Test
    void device_numbers_keep_their_parts() {
        for (int[] device : new int[][] {{0, 0}, {8, 1}, {259, 70_000}, {4095, 0xfffff}}) {
            int encoded = AttrLayout.encodeDevice(device[0], device[1]);
            assertThat(AttrLayout.deviceMajor(encoded)).isEqualTo(device[0]);
            assertThat(AttrLayout.deviceMinor(encoded)).isEqualTo(device[1]);
        }
    }

    @Test
    void every_opcode_is_found_by_its_code_and_no_other() {
        for (Opcode opcode : Opcode.values()) {
            assertThat(Opcode.of(opcode.code())).contains(opcode);
        }
        for (int code : new int[] {-1, 0, 7, 19, 54, Integer.MAX_VALUE}) {
            assertThat(Opcode.of(code)).as("code %d", code).isEmpty();
        }
    }
}
