package io.jfs.image.oci;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickJsonTest {
    private static final int DEPTH = 64;
    private static final String SAMPLE = """
            {"ociVersion": "1.3.0", "process": {"args": ["sh", "-c", "echo \\"a\\" \\u003e\\t\\/x"], "terminal": false},
             "mounts": [ ], "hooks": {}, "limit": -1, "big": 9223372036854775807, "cpu": 0.5, "none": null,
             "deep": [[[{"a": [1, 20, 300, 2147483648, 0]}]]], "root": {"readonly": true, "path": "rootfs"}}
            """;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " [ 1 , -2 , 0 , 2147483647 , 2147483648 , -2147483649 , 999999999999999999 ] \n",
                "{\"a\":{\"b\":[true,false,null,\"\"]},\"c\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\ud800\"}",
                "\"text\"",
                "7",
            })
    void plain_documents_are_read_as_the_library_reads_them(String text) throws Exception {
        assertThat(QuickJson.read(utf8(text), DEPTH)).contains(Json.parse(utf8(text), "it"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "\"",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{a:1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":1,\"a\":2}",
                "{}x",
                "{}{}",
                "tru",
                "truex",
                "nul",
                "NaN",
                "-",
                "+1",
                "01",
                "-0",
                "-01",
                "1.",
                "1.5",
                "1e3",
                "1E3",
                "0x1",
                "1000000000000000000",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\",
                "\"a\nb\"",
                "\"\u0001\"",
                "\"\u00e4\"",
                "\ufeff{}",
                "// c\n{}",
                "'a'",
                "[1]]",
                "\"\\u\u0661\u0661\u0661\u0661\"",
                "\u0000",
                "{\"a\":1}\u0000"
            })
    void all_else_is_left_to_the_library(String text) {
        assertThat(QuickJson.read(utf8(text), DEPTH)).isEmpty();
    }

    @Test
    void what_is_nested_as_deeply_as_allowed_is_plain_and_no_deeper() throws Exception {
        byte[] deepest = utf8("[".repeat(DEPTH) + "]".repeat(DEPTH));
        assertThat(QuickJson.read(deepest, DEPTH)).contains(Json.parse(deepest, "it"));
        assertThat(QuickJson.read(utf8("[".repeat(DEPTH + 1) + "]".repeat(DEPTH + 1)), DEPTH))
                .isEmpty();
        assertThat(QuickJson.read(utf8("[".repeat(1_000_000)), DEPTH)).isEmpty();
    }

    @Test
    void damaged_documents_are_never_read_otherwise_than_by_the_library() {
        Random random = new Random(7);
        byte[] signs = utf8("{}[]\",:\\ux0129-+.eE tfn\n\u00e4");
        for (int i = 0; i < 50_000; i++) {
            byte[] damaged = utf8(SAMPLE.replace("0.5", "5").replace("9223372036854775807", "12345678901"));
            for (int hits = random.nextInt(3); hits >= 0; hits--) {
                damaged[random.nextInt(damaged.length)] = signs[random.nextInt(signs.length)];
            }
            Optional<JsonNode> read = QuickJson.read(damaged, DEPTH);
            if (read.isPresent()) {
                assertThat(read).isEqualTo(library(damaged));
            }
        }
    }

    private static Optional<JsonNode> library(byte[] text) {
        try {
            return Optional.of(Json.parse(text, "it"));
        } catch (InvalidImageException _) {
            return Optional.empty();
        }
    }
}
