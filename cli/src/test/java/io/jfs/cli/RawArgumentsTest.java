package io.jfs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RawArgumentsTest {
    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void bytes_that_the_jvm_lost_come_back() {
        byte[] commandLine = bytes("java\0-cp\0x\0io.jfs.cli.Jfs\0ls\0\0\u00c3\u00bc\0\u00ff\0");

        assertThat(RawArguments.of(commandLine, "ls", "", "??", "\ufffd")).containsExactly("ls", "", "ü", "\udcff");
    }

    @Test
    void a_command_line_that_is_another_ones_is_not_taken() {
        assertThat(RawArguments.of(bytes("java\0Other\0"), "ls", "?")).containsExactly("ls", "?");
        assertThat(RawArguments.of(bytes("?\0"), "ls", "?")).containsExactly("ls", "?");
        assertThat(RawArguments.of("ls", "what?")).containsExactly("ls", "what?");
    }
}
