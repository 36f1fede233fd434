package io.jfs.driver.fuseunion.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OptionTextTest {
    @Test
    void parts_are_split_and_empty_ones_dropped() {
        assertThat(OptionText.split(":a::b:", ':')).containsExactly("a", "b");
        assertThat(OptionText.split("", ':')).isEmpty();
    }

    @Test
    void an_escaped_separator_belongs_to_its_part() {
        assertThat(OptionText.split("a\\:b:c", ':')).containsExactly("a\\:b", "c");
        assertThat(OptionText.unescape("a\\:b\\,c")).isEqualTo("a:b,c");
    }

    @Test
    void an_escaped_backslash_escapes_nothing_more() {
        assertThat(OptionText.split("a\\\\:b", ':')).containsExactly("a\\\\", "b");
        assertThat(OptionText.unescape("a\\\\")).isEqualTo("a\\");
    }

    @Test
    void a_backslash_before_anything_else_is_one() {
        assertThat(OptionText.unescape("a\\b\\")).isEqualTo("a\\b\\");
    }
}
