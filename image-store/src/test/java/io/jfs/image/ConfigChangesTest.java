package io.jfs.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigChangesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CMD [\"a\",\"b c\"]        | {\"Cmd\":[\"a\",\"b c\"]}",
                "cmd echo hi                | {\"Cmd\":[\"/bin/sh\",\"-c\",\"echo hi\"]}",
                "ENTRYPOINT [\"/init\"]     | {\"Entrypoint\":[\"/init\"]}",
                "ENV A=1 B=\"x y\" C=a\\ b  | {\"Env\":[\"A=1\",\"B=x y\",\"C=a b\"]}",
                "ENV KEY some value         | {\"Env\":[\"KEY=some value\"]}",
                "LABEL a.b='c d' e=         | {\"Labels\":{\"a.b\":\"c d\",\"e\":\"\"}}",
                "EXPOSE 80 53/udp           | {\"ExposedPorts\":{\"80/tcp\":{},\"53/udp\":{}}}",
                "VOLUME [\"/a\",\"/b\"]     | {\"Volumes\":{\"/a\":{},\"/b\":{}}}",
                "VOLUME /a /b               | {\"Volumes\":{\"/a\":{},\"/b\":{}}}",
                "USER 1000:1000             | {\"User\":\"1000:1000\"}",
                "WORKDIR /srv               | {\"WorkingDir\":\"/srv\"}",
                "WORKDIR=/srv               | {\"WorkingDir\":\"/srv\"}",
                "STOPSIGNAL SIGQUIT         | {\"StopSignal\":\"SIGQUIT\"}",
                "ONBUILD RUN make           | {\"OnBuild\":[\"RUN make\"]}",
            })
    void an_instruction_changes_the_configuration(String instruction, String expected) {
        ObjectNode config = Json.object();
        ConfigChanges.apply(config, instruction);
        assertThat(new String(Json.bytes(config), StandardCharsets.UTF_8)).isEqualTo(expected);
    }

    @Test
    void an_environment_variable_is_replaced_where_it_is() {
        ObjectNode config = Json.object();
        ConfigChanges.apply(config, "ENV A=1 B=2");
        ConfigChanges.apply(config, "ENV A=3");
        assertThat(config.path("Env")).extracting(node -> node.asText()).containsExactly("A=3", "B=2");
    }

    @Test
    void a_relative_working_directory_is_below_the_old_one() {
        ObjectNode config = Json.object();
        ConfigChanges.apply(config, "WORKDIR /srv");
        ConfigChanges.apply(config, "WORKDIR app");
        assertThat(config.path("WorkingDir").asText()).isEqualTo("/srv/app");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CMD", "RUN make", "ENV A", "ENV =1", "LABEL a=\"b", "CMD [1]", "CMD [\"a\"", "CMDx y"})
    void what_is_no_instruction_is_quoted_in_the_error(String instruction) {
        assertThatThrownBy(() -> ConfigChanges.validate(instruction))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining('"' + instruction + '"');
    }
}
