package io.jfs.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.runtime.plan.MonitorSettings;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class ExecTest {
    @TempDir
    Path directory;

    private Bundle bundle;
    private Path output;

    @BeforeEach
    void start() throws IOException {
        bundle = new Bundle(directory);
        output = Files.createDirectory(directory.resolve("exec"));
    }

    @AfterEach
    void delete() throws IOException {
        bundle.runtime.delete(bundle.id, true);
    }

    private void run() throws IOException {
        bundle.script("sleep 100").create();
        bundle.runtime.start(bundle.id);
    }

    private String exec(ObjectNode process) throws IOException {
        for (String name : List.of("log", "exit")) {
            Files.deleteIfExists(output.resolve(name));
        }
        MonitorSettings settings = new MonitorSettings(
                output.toString(),
                output.resolve("log").toString(),
                0,
                1,
                "",
                false,
                process.path("terminal").asBoolean(),
                List.of());
        bundle.runtime.exec(bundle.id, process, ExecOptions.monitored(settings));
        for (int i = 0; i < 1000 && !Files.exists(output.resolve("exit")); i++) {
            Bundle.pause();
        }
        String log = Bundle.text(output.resolve("log"), "stdout");
        return log
                + Json.parseObject(Files.readAllBytes(output.resolve("exit")), "exit")
                        .get("exitCode");
    }

    private static ObjectNode script(String text) {
        ObjectNode process = Json.object();
        process.putArray("args").add("/bin/sh").add("-c").add(text);
        return process;
    }

    @Test
    void it_is_in_all_namespaces_and_the_cgroup_of_the_container() throws IOException {
        run();
        String links = exec(script(
                "for n in pid net ipc uts mnt cgroup; do readlink /proc/1/ns/$n; readlink /proc/self/ns/$n; done;"
                        + " hostname; exit 3"));
        List<String> lines = links.lines().toList();
        for (int i = 0; i < 12; i += 2) {
            assertThat(lines.get(i)).isEqualTo(lines.get(i + 1));
        }
        assertThat(lines.subList(12, 14)).containsExactly("inside", "3");
        assertThat(exec(script("wc -l </sys/x 2>/dev/null; cat /proc/self/cgroup | grep pids")))
                .contains("pids:/\n");
    }

    @Test
    void it_has_the_containers_rights_unless_told_otherwise() throws IOException {
        run();
        assertThat(exec(script("grep -E 'CapEff|NoNew' /proc/self/status; id -u")))
                .isEqualTo("CapEff:\t0000000000000423\nNoNewPrivs:\t1\n0\n0");
        ObjectNode process = script("id -u; pwd; echo $X");
        process.putObject("user").put("uid", 1000).put("gid", 1000);
        process.put("cwd", "/tmp").putArray("env").add("X=y").add("PATH=/bin");
        assertThat(exec(process)).isEqualTo("1000\n/tmp\ny\n0");
    }

    @Test
    void it_works_in_a_user_namespace() throws IOException {
        bundle.namespaces().addObject().put("type", "user");
        for (String kind : List.of("uidMappings", "gidMappings")) {
            bundle.linux()
                    .withArray(kind)
                    .addObject()
                    .put("containerID", 0)
                    .put("hostID", 100_000)
                    .put("size", 65536);
        }
        bundle.withDirectories("volume", "shm");
        run();
        assertThat(exec(script("id -u; test $(readlink /proc/self/ns/user) = $(readlink /proc/1/ns/user)")))
                .isEqualTo("0\n0");
    }

    @Test
    void it_can_have_a_terminal() throws IOException {
        run();
        ObjectNode process = script("test -t 0 && test -t 2 && echo terminal");
        process.put("terminal", true);
        assertThat(exec(process)).isEqualTo("terminal\r\n0");
    }

    @Test
    void what_is_not_there_is_told_and_a_stopped_container_runs_nothing() throws IOException {
        run();
        ObjectNode process = Json.object();
        process.putArray("args").add("nothing");
        assertThatThrownBy(() -> exec(process)).hasMessage("find in $PATH nothing: No such file or directory (ENOENT)");
        bundle.runtime.kill(bundle.id, 9, false);
        bundle.await();
        assertThatThrownBy(() -> exec(script("true"))).hasMessageContaining("it is stopped");
    }
}
