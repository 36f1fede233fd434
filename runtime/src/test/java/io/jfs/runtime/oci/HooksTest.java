package io.jfs.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class HooksTest {
    private static final List<String> MOMENTS =
            List.of("prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop");

    @TempDir
    Path directory;

    private Bundle bundle;
    private Path said;

    @BeforeEach
    void make() throws IOException {
        bundle = new Bundle(directory);
        said = Files.createDirectory(directory.resolve("said"));
    }

    private void hook(String moment, String script) {
        ObjectNode hook =
                bundle.config.withObjectProperty("hooks").withArray(moment).addObject();
        hook.put("path", "/bin/sh").putArray("args").add("sh").add("-c").add(script);
        hook.putArray("env").add("PATH=/bin:/usr/bin").add("MOMENT=" + moment);
    }

    @Test
    void all_six_run_in_their_moment_with_the_state_on_their_input() throws IOException {
        bundle.mount("/said", "bind", said.toString(), "rbind");
        for (String moment : MOMENTS) {
            String place = moment.equals("startContainer") ? "/said" : said.toString();
            hook(
                    moment,
                    "cat >" + place + "/$MOMENT; readlink /proc/self/ns/mnt >>" + place + "/$MOMENT; echo $MOMENT >>"
                            + place + "/order");
        }
        bundle.script("sleep 100").create();
        assertThat(said.resolve("order")).hasContent("prestart\ncreateRuntime\ncreateContainer");
        int pid = bundle.runtime.pid(bundle.id).orElseThrow();
        String inside =
                Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/mnt")).toString();
        bundle.runtime.start(bundle.id);
        bundle.runtime.delete(bundle.id, true);
        assertThat(said.resolve("order")).hasContent(String.join("\n", MOMENTS));
        for (String moment : MOMENTS) {
            String status = switch (moment) {
                case "poststart" -> "running";
                case "poststop" -> "stopped";
                case "startContainer" -> "created";
                default -> "creating";
            };
            String expected = moment.endsWith("Container")
                    ? inside
                    : Files.readSymbolicLink(Path.of("/proc/self/ns/mnt")).toString();
            assertThat(said.resolve(moment))
                    .content()
                    .contains("\"status\" : \"" + status + "\"", "\"id\" : \"" + bundle.id + "\"")
                    .contains("\"pid\" : " + (moment.equals("poststop") ? 0 : pid) + ",")
                    .endsWith(expected + "\n");
        }
    }

    @Test
    void one_that_fails_ends_the_creation_and_leaves_nothing() throws IOException {
        for (String moment : List.of("prestart", "createRuntime", "createContainer")) {
            bundle.config.remove("hooks");
            hook(moment, "echo reason >&2; exit 3");
            assertThatThrownBy(bundle::create).hasMessageContaining("/bin/sh").hasMessageContaining("3");
            assertThat(bundle.runtime.list()).isEmpty();
        }
        bundle.config.remove("hooks");
        hook("startContainer", "exit 3");
        bundle.script("sleep 100").create();
        assertThatThrownBy(() -> bundle.runtime.start(bundle.id)).hasMessageContaining("ended with status 3");
        bundle.runtime.delete(bundle.id, true);
    }

    @Test
    void one_that_fails_after_the_start_stops_the_container_and_one_after_the_end_changes_nothing() throws IOException {
        hook("poststart", "exit 3");
        hook("poststop", "exit 3");
        hook("poststop", "echo done >" + said + "/second");
        bundle.script("sleep 100").create();
        assertThatThrownBy(() -> bundle.runtime.start(bundle.id)).hasMessageContaining("poststart hook /bin/sh");
        assertThat(bundle.await().code()).isEqualTo(137);
        bundle.runtime.delete(bundle.id, false);
        assertThat(said.resolve("second")).hasContent("done");
    }

    @Test
    void one_that_takes_too_long_is_killed() throws IOException {
        for (String moment : List.of("createRuntime", "createContainer")) {
            bundle.config.remove("hooks");
            hook(moment, "exec sleep 100");
            ((ObjectNode) bundle.config.get("hooks").get(moment).get(0)).put("timeout", 1);
            assertThatThrownBy(bundle::create).isInstanceOf(IOException.class).hasMessageContaining("/bin/sh");
        }
        assertThat(bundle.runtime.list()).isEmpty();
    }
}
