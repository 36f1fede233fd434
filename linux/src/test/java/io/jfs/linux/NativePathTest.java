package io.jfs.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NativePathTest {
    @Test
    void valid_utf8_is_plain_text() {
        for (String text : new String[] {"", "etc/passwd", "Größe", "日本語", "😀 smile", "\uFFFD replacement"}) {
            assertThat(NativePath.decode(text.getBytes(UTF_8))).isEqualTo(text);
            assertThat(NativePath.encode(text)).isEqualTo(text.getBytes(UTF_8));
        }
    }

    @Test
    void an_invalid_byte_becomes_a_lone_surrogate() {
        assertThat(NativePath.decode(bytes('a', 0xff, 'b'))).isEqualTo("a\uDCFFb");
        assertThat(NativePath.decode(bytes(0xc3))).isEqualTo("\uDCC3");
        assertThat(NativePath.decode(bytes(0xc0, 0xaf))).as("an overlong slash").isEqualTo("\uDCC0\uDCAF");
        assertThat(NativePath.decode(bytes(0xed, 0xa0, 0x80)))
                .as("an encoded surrogate")
                .isEqualTo("\uDCED\uDCA0\uDC80");
    }

    @Test
    void an_escaped_byte_may_follow_a_character_outside_of_the_basic_plane() {
        String name = "😀\uDC80😀\uDCFF";
        assertThat(NativePath.decode(NativePath.encode(name))).isEqualTo(name);
    }

    @Test
    void all_bytes_survive() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            for (int j = 0; j < bytes.length; j++) {
                // mostly lead and continuation bytes, which is where decoders err
                bytes[j] = (byte) (random.nextInt(4) == 0 ? random.nextInt(128) : 0x80 | random.nextInt(128));
            }
            assertThat(NativePath.encode(NativePath.decode(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    void distinct_bytes_have_distinct_names() {
        assertThat(NativePath.decode(bytes(0xff))).isNotEqualTo(NativePath.decode(bytes(0xfe)));
        assertThat(NativePath.decode(bytes(0xef, 0xbf, 0xbd))).isNotEqualTo(NativePath.decode(bytes(0xff)));
    }

    @Test
    void surrogates_that_stand_for_no_byte_still_have_bytes() {
        assertThat(NativePath.encode("a\uD800b")).isEqualTo(bytes('a', 0xed, 0xa0, 0x80, 'b'));
        assertThat(NativePath.encode("\uDC41")).isEqualTo(bytes(0xed, 0xb1, 0x81));
    }

    @Test
    void a_part_of_an_array_is_decoded() {
        assertThat(NativePath.decode(bytes('x', 'a', 0xff, 'y'), 1, 2)).isEqualTo("a\uDCFF");
    }

    @Test
    void a_path_for_the_kernel_ends_in_nul_and_has_no_other() throws Exception {
        assertThat(NativePath.terminated("open", "ab")).isEqualTo(bytes('a', 'b', 0));
        assertThatThrownBy(() -> NativePath.terminated("open", "a\0b"))
                .isInstanceOf(ErrnoException.class)
                .hasMessage("open a\\x00b: Invalid argument (EINVAL)");
        assertThat(NativePath.terminated("open", "x".repeat(4095))).hasSize(4096);
        assertThatThrownBy(() -> NativePath.terminated("open", "x".repeat(4096)))
                .hasMessageEndingWith("File name too long (ENAMETOOLONG)");
    }

    @Test
    void people_see_control_characters_and_stray_bytes_as_hex() {
        assertThat(NativePath.printable("Größe 😀")).isEqualTo("Größe 😀");
        assertThat(NativePath.printable("a\u001b[31m\uDCFF😀")).isEqualTo("a\\x1b[31m\\xff😀");
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
