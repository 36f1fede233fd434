package io.jfs.cli.oci;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.cli.session.Environment;
import io.jfs.image.oci.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciCommandTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int oci(String... arguments) {
        out.reset();
        err.reset();
        List<String> words =
                new ArrayList<>(List.of("--root", directory.resolve("root").toString()));
        words.addAll(List.of(arguments));
        Environment environment = new Environment(
                Map.of(), new ByteArrayInputStream(new byte[0]), out, err, false, false, InstantSource.system());
        return OciMain.run(environment, words);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_wrong_command_line_is_told() {
        assertThat(oci("creat", "x")).isEqualTo(1);
        assertThat(errors()).contains("unknown command creat");
        assertThat(oci("state")).isEqualTo(1);
        assertThat(errors()).contains("one container id is needed");
        assertThat(oci("state", "--what", "x")).isEqualTo(1);
        assertThat(errors()).contains("unknown option --what");
        assertThat(oci("kill", "x", "NONE")).isEqualTo(1);
        assertThat(errors()).contains("unknown signal NONE");
        assertThat(oci("state", "../x")).isEqualTo(1);
        assertThat(errors()).contains("container id \"../x\"");
    }

    @Test
    void what_does_not_exist_is_an_error_except_for_a_forced_deletion() {
        for (String verb : List.of("state", "start", "kill", "delete", "pause", "resume", "ps")) {
            assertThat(oci(verb, "nobody")).as(verb).isEqualTo(1);
            assertThat(errors()).contains("container \"nobody\" does not exist");
        }
        assertThat(oci("delete", "--force", "nobody")).isZero();
        assertThat(oci("list", "-q")).isZero();
        assertThat(out.size()).isZero();
    }

    @Test
    void an_error_is_written_to_the_log_as_json_where_engines_read_it() throws IOException {
        Path log = directory.resolve("log");
        assertThat(oci("--log", log.toString(), "--log-format=json", "state", "nobody"))
                .isEqualTo(1);
        assertThat(Json.parseObject(Files.readAllBytes(log), "log").get("msg").asText())
                .startsWith("container \"nobody\" does not exist");
    }

    @Test
    void spec_writes_a_document_that_create_takes_and_overwrites_none() throws IOException {
        assertThat(oci("spec", "--bundle", directory.toString())).isZero();
        assertThat(Json.parseObject(Files.readAllBytes(directory.resolve("config.json")), "config")
                        .at("/process/args/0")
                        .asText())
                .isEqualTo("sh");
        assertThat(oci("spec", "--bundle", directory.toString())).isEqualTo(1);
        assertThat(errors()).contains("exists already");
        Files.delete(directory.resolve("config.json"));
        assertThat(oci("spec", "--rootless", "-b", directory.toString())).isZero();
        assertThat(directory.resolve("config.json"))
                .content()
                .contains("uidMappings")
                .doesNotContain("gid=5");
    }

    @Test
    void features_and_version_tell_what_it_is() throws IOException {
        assertThat(oci("features")).isZero();
        assertThat(Json.parseObject(out.toByteArray(), "features")
                        .at("/linux/seccomp/enabled")
                        .asBoolean())
                .isTrue();
        assertThat(oci("--version")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("spec: 1.3.0");
        assertThat(oci()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Usage: jfs oci");
    }

    /** The class of crun's CVE-2026-30892: what is no number must not become user 0. */
    @Test
    void a_user_of_exec_that_is_no_number_is_refused() {
        for (String user : List.of("", "root", "4294967296", "-1", "1:", "1:2:3", "0x1", " 1", "1;2", ":")) {
            assertThat(oci("exec", "--user=" + user, "nobody", "true")).as(user).isEqualTo(1);
            assertThat(errors()).as(user).doesNotContain("does not exist");
        }
    }
}
