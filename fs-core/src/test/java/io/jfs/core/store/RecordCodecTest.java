package io.jfs.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.SnapshotId;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.Usage;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
    private static final SnapshotRecord RECORD = new SnapshotRecord(
            new SnapshotKey("näme \udbff\udfff"),
            new SnapshotId(300),
            SnapshotKind.COMMITTED,
            Optional.of(new SnapshotKey("base")),
            List.of(new SnapshotId(299), new SnapshotId(5000), new SnapshotId(1)),
            Instant.ofEpochSecond(1_700_000_000, 123_456_789),
            Instant.ofEpochSecond(-1, 1),
            Optional.of(new Usage(1L << 40, 7)),
            Map.of("b", "2", "a", "1"));

    @Test
    void a_record_comes_back_as_it_was() throws IOException {
        assertThat(RecordCodec.decode(RecordCodec.encode(RECORD))).isEqualTo(RECORD);
        SnapshotRecord small = new SnapshotRecord(
                new SnapshotKey("k"),
                new SnapshotId(Long.MAX_VALUE),
                SnapshotKind.VIEW,
                Optional.empty(),
                List.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty(),
                Map.of());
        assertThat(RecordCodec.decode(RecordCodec.encode(small))).isEqualTo(small);
    }

    @Test
    void the_bytes_are_those_of_the_first_format() {
        SnapshotRecord record = new SnapshotRecord(
                new SnapshotKey("k"),
                new SnapshotId(300),
                SnapshotKind.ACTIVE,
                Optional.of(new SnapshotKey("p")),
                List.of(new SnapshotId(299)),
                Instant.ofEpochSecond(1, 2),
                Instant.ofEpochSecond(1, 2),
                Optional.empty(),
                Map.of("b", "2", "a", "1"));
        assertThat(HexFormat.of().formatHex(RecordCodec.encode(record)))
                .isEqualTo("01" + "01" + "ac02" + "016b" + "0170" + "0101" + "0202" + "0202" + "00" + "02" + "0161"
                        + "0131" + "0162" + "0132");
    }

    @Test
    void a_thousand_ancestors_take_two_bytes_each_at_most() {
        List<SnapshotId> ancestors = LongStream.rangeClosed(1, 1000)
                .mapToObj(i -> new SnapshotId(2001 - 2 * i))
                .toList();
        SnapshotRecord deep = new SnapshotRecord(
                RECORD.key(),
                new SnapshotId(2001),
                SnapshotKind.ACTIVE,
                RECORD.parent(),
                ancestors,
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty(),
                Map.of());
        assertThat(RecordCodec.encode(deep).length).isLessThan(1100);
    }

    @Test
    void a_truncated_record_is_refused_wherever_it_ends() {
        byte[] bytes = RecordCodec.encode(RECORD);
        for (int length = 0; length < bytes.length; length++) {
            byte[] truncated = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> RecordCodec.decode(truncated))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged");
        }
        assertThatThrownBy(() -> RecordCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_record_of_an_unknown_version_is_refused() {
        byte[] bytes = RecordCodec.encode(RECORD);
        bytes[0] = 2;
        assertThatThrownBy(() -> RecordCodec.decode(bytes)).hasMessageContaining("version 2");
    }

    @Test
    void no_damaged_byte_makes_anything_but_a_record_or_an_io_exception() {
        byte[] bytes = RecordCodec.encode(RECORD);
        for (int i = 0; i < bytes.length; i++) {
            for (int value = 0; value < 256; value++) {
                byte[] damaged = bytes.clone();
                damaged[i] = (byte) value;
                try {
                    RecordCodec.decode(damaged);
                } catch (IOException expected) {
                    assertThat(expected).hasMessageContaining("damaged");
                }
            }
        }
    }
}
