package io.jfs.fuse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RingLayoutTest {
    private static final String REQUEST = "28000000 01000000 7700000000000000 0100000000000000"
            + "e8030000 64000000 92100000 0000 0000" + "00".repeat(88);

    private static ByteBuffer ring(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void a_request_has_its_parts_in_their_places() {
        ByteBuffer ring = ring(REQUEST + "11".repeat(128) + "0000000000000000 8800000000000000 05000000 00000000"
                + "0000000000000000");
        assertThat(ring.capacity()).isEqualTo(RingLayout.BYTES);
        assertThat(Headers.opcode(ring, 0)).isEqualTo(1);
        assertThat(Headers.unique(ring, 0)).isEqualTo(0x77);
        assertThat(ring.get(RingLayout.STRUCT - 1)).isZero();
        assertThat(ring.get(RingLayout.STRUCT)).isEqualTo((byte) 0x11);
        assertThat(RingLayout.commitId(ring)).isEqualTo(0x88);
        assertThat(RingLayout.payloadBytes(ring)).isEqualTo(5);
    }

    @Test
    void a_reply_has_its_parts_in_their_places() {
        ByteBuffer ring = ring(REQUEST + "11".repeat(128) + "00".repeat(32));
        RingLayout.putOut(ring, -2, 0x77, 0);
        assertThat(ring.slice(0, 16)).isEqualTo(ring("10000000 feffffff 7700000000000000"));
        RingLayout.putOut(ring, 0, 0x77, 128);
        assertThat(ring.slice(0, 16)).isEqualTo(ring("90000000 00000000 7700000000000000"));
        assertThat(ring.slice(256, 32))
                .isEqualTo(ring("0000000000000000 0000000000000000 80000000 00000000 0000000000000000"));
    }
}
