package io.jfs.image.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
    private static final String HEX = "a".repeat(64);

    @ParameterizedTest
    @CsvSource({
        "debian,                      docker.io/library/debian:latest,       debian:latest",
        "debian:12,                   docker.io/library/debian:12,           debian:12",
        "me/app,                      docker.io/me/app:latest,               me/app:latest",
        "docker.io/debian,            docker.io/library/debian:latest,       debian:latest",
        "index.docker.io/debian:12,   docker.io/library/debian:12,           debian:12",
        "localhost/app,               localhost/app:latest,                  localhost/app:latest",
        "localhost:5000/app:v1,       localhost:5000/app:v1,                 localhost:5000/app:v1",
        "quay.example.org/a/b/c:x_1,  quay.example.org/a/b/c:x_1,            quay.example.org/a/b/c:x_1",
        "Registry/app,                Registry/app:latest,                   Registry/app:latest",
        "[::1]:5000/app,              [::1]:5000/app:latest,                 [::1]:5000/app:latest",
        "a__b/c-d.e,                  docker.io/a__b/c-d.e:latest,           a__b/c-d.e:latest",
    })
    void a_reference_is_completed_and_shortened(String text, String full, String familiar) {
        Reference reference = Reference.parse(text);
        assertThat(reference).hasToString(full);
        assertThat(reference.familiar()).isEqualTo(familiar);
        assertThat(Reference.parse(reference.familiar())).isEqualTo(reference);
        assertThat(Reference.parse(full)).isEqualTo(reference);
    }

    @Test
    void a_digest_takes_the_place_of_the_default_tag() {
        Reference reference = Reference.parse("debian@sha256:" + HEX);
        assertThat(reference.tag()).isEmpty();
        assertThat(reference).hasToString("docker.io/library/debian@sha256:" + HEX);
        assertThat(Reference.parse("debian:12@sha256:" + HEX).tag()).contains("12");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "Debian",
                "a//b",
                "/a",
                "a/",
                "-a",
                "a:",
                "a: b",
                "a..b",
                "a:" + "te/g",
                "a@sha256:12",
                "a@md5:00",
                "a___b",
                "a b",
                "a\u0000b",
                "\u00e4",
                "localhost:port/a"
            })
    void what_is_no_reference_is_refused_with_its_text(String text) {
        assertThatThrownBy(() -> Reference.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining('"' + text + '"');
    }

    @Test
    void sixty_four_hex_digits_are_an_id_and_no_name() {
        assertThatThrownBy(() -> Reference.parse(HEX)).hasMessageContaining("64 hexadecimal digits");
    }

    @Test
    void a_name_may_not_exceed_255_characters() {
        assertThatThrownBy(() -> Reference.parse("a/" + "b".repeat(250))).hasMessageContaining("longer than 255");
    }

    @Test
    void an_upper_case_name_is_told_to_be_lower_case() {
        assertThatThrownBy(() -> Reference.parse("me/App")).hasMessageContaining("lower case");
    }

    @Test
    void long_texts_are_judged_quickly() {
        String evil = "a-".repeat(100_000) + "!";
        assertThatThrownBy(() -> Reference.parse(evil)).isInstanceOf(IllegalArgumentException.class);
    }
}
