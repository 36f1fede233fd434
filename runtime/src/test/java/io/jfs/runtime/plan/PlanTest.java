package io.jfs.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static String hex(Plan plan) {
        return HexFormat.of().formatHex(plan.toBytes());
    }

    @Test
    void an_empty_plan_is_its_magic() {
        assertThat(hex(new Plan())).isEqualTo("4a4653504c414e31");
    }

    @Test
    void a_record_is_a_header_its_numbers_and_its_texts_padded_to_eight_bytes() {
        assertThat(ByteOrder.nativeOrder()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(hex(new Plan().limit(7, 1024, -1, "RLIMIT_NOFILE")))
                .isEqualTo("4a4653504c414e31"
                        + "5100030001000000" // code 81, three numbers, one text
                        + "3800000000000000" // 56 bytes
                        + "0700000000000000"
                        + "0004000000000000"
                        + "ffffffffffffffff"
                        + "524c494d49545f4e4f46494c4500" // RLIMIT_NOFILE, NUL
                        + "0000");
    }

    @Test
    void texts_are_bytes_and_a_program_keeps_its_empty_arguments() {
        assertThat(hex(new Plan().exec(List.of("/ä", ""), List.of("A=1"), 2)))
                .isEqualTo("4a4653504c414e31"
                        + "5a00020003000000" // code 90, two numbers, three texts
                        + "3000000000000000"
                        + "0200000000000000" // two arguments
                        + "0200000000000000" // two descriptors kept
                        + "2fc3a400" + "00" + "413d3100" // /ä, "", A=1
                        + "00000000000000");
    }

    @Test
    void a_nul_in_a_text_is_refused() {
        assertThatThrownBy(() -> new Plan().hostname("a\0b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NUL");
    }

    @Test
    void many_operations_grow_the_plan() {
        Plan plan = new Plan();
        for (int i = 0; i < 1000; i++) {
            plan.hostname("x".repeat(i));
        }
        assertThat(plan.toBytes().length).isGreaterThan(500_000);
    }

    @Test
    void every_code_is_the_same_in_the_header_of_the_helper() throws IOException {
        String header = Files.readString(Path.of("src/main/c/jfs.h"));
        for (OpCode code : OpCode.values()) {
            Matcher line = Pattern.compile("OP_" + code + " = (\\d+)").matcher(header);
            assertThat(line.find()).as(code.name()).isTrue();
            assertThat(line.group(1)).as(code.name()).isEqualTo(Integer.toString(code.number()));
        }
        assertThat(Pattern.compile("OP_[A-Z_]+ = \\d+")
                        .matcher(header)
                        .results()
                        .count())
                .isEqualTo(OpCode.values().length);
    }
}
