package io.jfs.image.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"b\":[true,false,null,\"x\",{\"c\":{}}]}",
                "{\"big\":123456789012345678901234567890,\"long\":9007199254740993,\"real\":1.50,\"neg\":-7}",
                "{\"text\":\"\\u0000 \\\" \\\\ \u00e4\"}",
            })
    void a_document_survives_reading_and_writing(String text) throws Exception {
        byte[] written = Json.bytes(Json.parseObject(utf8(text), "it"));
        assertThat(new String(written, StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "null",
                "{",
                "{\"a\":}",
                "{\"a\":1}x",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1}{\"b\":2}",
                "{a:1}",
                "{\"a\":NaN}"
            })
    void what_is_not_one_object_is_refused(String text) {
        assertThatThrownBy(() -> Json.parseObject(utf8(text), "the document"))
                .isInstanceOf(InvalidImageException.class)
                .hasMessageContaining("the document");
    }

    @Test
    void an_error_tells_the_place_and_nothing_of_the_parser() {
        assertThatThrownBy(() -> Json.parseObject(utf8("{\"a\":["), "it"))
                .hasMessage("it is not valid JSON: Unexpected end-of-input: expected close marker for Array "
                        + "(start marker at [line: 1, column: 6])");
    }

    @Test
    void text_beyond_the_basic_plane_and_lone_surrogates_survive() throws Exception {
        String text = "{\"a\":\"\\ud83d\\ude00 \\ud800\"}";
        byte[] written = Json.bytes(Json.parseObject(utf8(text), "it"));
        assertThat(Json.parseObject(written, "it")).isEqualTo(Json.parseObject(utf8(text), "it"));
    }

    @Test
    void deep_nesting_is_refused_before_the_stack_ends() {
        String deep = "{\"a\":".repeat(100_000);
        assertThatThrownBy(() -> Json.parseObject(utf8(deep), "it")).isInstanceOf(InvalidImageException.class);
    }

    @Test
    void a_document_larger_than_four_mebibytes_is_refused() {
        byte[] large = new byte[Json.MAX_BYTES + 1];
        assertThatThrownBy(() -> Json.parseObject(large, "it")).hasMessageContaining("larger than");
    }
}
