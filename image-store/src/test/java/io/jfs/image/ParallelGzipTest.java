package io.jfs.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.layer.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelGzipTest {
    private static byte[] compressed(byte[] content, int step) throws IOException {
        return compressed(content, step, 2);
    }

    private static byte[] compressed(byte[] content, int step, int threads) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new ParallelGzip(out, 6, threads)) {
            for (int at = 0; at < content.length; at += step) {
                gzip.write(content, at, Math.min(step, content.length - at));
            }
        }
        return out.toByteArray();
    }

    private static byte[] mixed(int length) {
        Random random = new Random(length);
        byte[] content = new byte[length];
        for (int at = 0; at < length; at++) {
            content[at] = (byte) ((at / 3_000) % 2 == 0 ? random.nextInt(256) : 'a' + at % 7);
        }
        return content;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 512 << 10, (512 << 10) + 1, 1 << 20, 5_000_000})
    void what_was_compressed_is_read_back(int length) throws IOException {
        byte[] content = mixed(length);
        byte[] gzip = compressed(content, 100_000);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes())
                .isEqualTo(content);
        assertThat(Compression.GZIP.decompress(new ByteArrayInputStream(gzip)).readAllBytes())
                .isEqualTo(content);
    }

    @Test
    void the_bytes_do_not_depend_on_how_they_were_written() throws IOException {
        byte[] content = mixed(2_000_000);
        assertThat(compressed(content, 1_777)).isEqualTo(compressed(content, 2_000_000));
    }

    @Test
    void the_bytes_do_not_depend_on_the_number_of_threads() throws IOException {
        byte[] content = mixed(7_000_000);
        assertThat(compressed(content, 1 << 16, 1)).isEqualTo(compressed(content, 1 << 16, 7));
    }

    private static void inflate(Inflater inflater, byte[] buffer) throws IOException {
        try {
            inflater.inflate(buffer);
        } catch (DataFormatException e) {
            throw new IOException(e);
        }
    }

    @Test
    void it_is_one_member() throws IOException {
        Inflater inflater = new Inflater(true);
        byte[] gzip = compressed(mixed(2_000_000), 1 << 16);
        inflater.setInput(gzip, 10, gzip.length - 10);
        byte[] buffer = new byte[1 << 16];
        while (!inflater.finished()) {
            inflate(inflater, buffer);
        }
        assertThat(inflater.getRemaining()).isEqualTo(8);
        inflater.end();
    }

    @Test
    void it_is_hardly_larger_than_what_one_thread_makes() throws IOException {
        byte[] content = mixed(3_000_000);
        assertThat(compressed(content, 1 << 16).length).isLessThan(TestImage.gzip(content).length * 101 / 100);
    }

    @Test
    void a_failing_target_ends_the_compression() {
        OutputStream full = new OutputStream() {
            private int room = 100_000;

            @Override
            public void write(int value) throws IOException {
                if (--room < 0) {
                    throw new IOException("no space left");
                }
            }
        };
        byte[] content = new byte[8_000_000];
        new Random(1).nextBytes(content);
        for (LayerCompression compression :
                new LayerCompression[] {LayerCompression.GZIP, LayerCompression.ZSTD, LayerCompression.NONE}) {
            assertThatThrownBy(() -> {
                        try (OutputStream encoder = compression.encoder(full)) {
                            encoder.write(content);
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no space left");
        }
    }
}
