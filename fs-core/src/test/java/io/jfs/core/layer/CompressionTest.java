package io.jfs.core.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressionTest {
    private static final byte[] SKIPPABLE = {0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3};

    private static byte[] sample(int length) {
        byte[] sample = new byte[length];
        new Random(7).nextBytes(sample);
        Arrays.fill(sample, length / 2, length, (byte) 'x');
        return sample;
    }

    private static byte[] compress(Compression compression, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressed = compression.compress(out, 3)) {
            compressed.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] decompress(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        byte[] magic = Arrays.copyOf(all.toByteArray(), Compression.MAGIC_LENGTH);
        try (InputStream in = Compression.detect(magic).decompress(new ByteArrayInputStream(all.toByteArray()))) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_compressed_is_recognised_and_comes_back(Compression compression) throws IOException {
        byte[] content = sample(300_000);
        byte[] compressed = compress(compression, content);
        assertThat(Compression.detect(compressed)).isEqualTo(compression);
        assertThat(decompress(compressed)).isEqualTo(content);
        assertThat(compress(compression, content)).isEqualTo(compressed);
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void concatenated_members_are_read_through(Compression compression) throws IOException {
        byte[] empty = compress(compression, new byte[0]);
        byte[] one = compress(compression, new byte[] {1});
        byte[] two = compress(compression, new byte[] {2, 3});
        assertThat(decompress(one, empty, two, empty)).containsExactly(1, 2, 3);
    }

    @Test
    void skippable_frames_are_skipped_even_in_front() throws IOException {
        byte[] one = Zstd.compress(new byte[] {1});
        byte[] two = Zstd.compress(new byte[] {2});
        assertThat(Compression.detect(SKIPPABLE)).isEqualTo(Compression.ZSTD);
        assertThat(decompress(SKIPPABLE, one, SKIPPABLE, SKIPPABLE, two, SKIPPABLE))
                .containsExactly(1, 2);
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void truncated_input_is_an_error(Compression compression) throws IOException {
        byte[] compressed = compress(compression, sample(100_000));
        for (int cut : new int[] {1, 4, 5, 9, 1000, compressed.length - 5}) {
            byte[] part = Arrays.copyOf(compressed, compressed.length - cut);
            assertThatThrownBy(() -> decompress(part))
                    .as("less %d bytes", cut)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("runcated");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void damaged_input_is_an_error(Compression compression) throws IOException {
        byte[] compressed = compress(compression, sample(100_000));
        compressed[compressed.length / 2] ^= 1;
        assertThatThrownBy(() -> decompress(compressed)).isInstanceOf(IOException.class);
    }

    @Test
    void short_and_other_input_is_not_compressed() {
        assertThat(Compression.detect(new byte[0])).isEqualTo(Compression.NONE);
        assertThat(Compression.detect(new byte[] {0x1F})).isEqualTo(Compression.NONE);
        assertThat(Compression.detect(new byte[] {'e', 't', 'c', '/'})).isEqualTo(Compression.NONE);
    }

    @Test
    void a_bomb_is_stopped() throws IOException {
        ExpansionGuard guard = new ExpansionGuard(new ByteArrayInputStream(new byte[1 << 20]), 100);
        guard.input().readAllBytes();
        InputStream zeros = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return length;
            }
        };
        InputStream out = guard.output(zeros);
        byte[] buffer = new byte[1 << 24];
        assertThatThrownBy(() -> {
                    while (out.read(buffer) > 0) {
                        assertThat(buffer[0]).isZero();
                    }
                })
                .isInstanceOf(LayerException.class)
                .hasMessageContaining("expands more than 100 times");
    }
}
