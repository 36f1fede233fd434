package io.jfs.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class LifecycleTest {
    @TempDir
    Path directory;

    private Bundle bundle;

    @BeforeEach
    void make() throws IOException {
        bundle = new Bundle(directory);
    }

    @Test
    void a_container_is_created_then_started_and_its_exit_code_is_kept() throws IOException {
        bundle.script("echo out; echo err >&2; exit 7").create();
        assertThat(bundle.runtime.status(bundle.id)).isEqualTo(ContainerStatus.CREATED);
        assertThat(bundle.log("stdout")).isEmpty();
        bundle.runtime.start(bundle.id);
        assertThat(bundle.await()).isEqualTo(new Bundle.Outcome(7, "out\n", "err\n"));
        assertThat(bundle.runtime.status(bundle.id)).isEqualTo(ContainerStatus.STOPPED);
        bundle.runtime.delete(bundle.id, false);
        assertThat(bundle.runtime.list()).isEmpty();
    }

    @Test
    void its_state_has_what_the_specification_says() throws IOException {
        bundle.config.putObject("annotations").put("a", "\"pid\" : 1,");
        bundle.script("sleep 100").create();
        int pid = bundle.runtime.pid(bundle.id).orElseThrow();
        assertThat(bundle.runtime.state(bundle.id))
                .contains("\"ociVersion\" : \"1.3.0\"", "\"pid\" : " + pid + ",", "\"status\" : \"created\"")
                .contains("\"bundle\" : \"" + bundle.path + "\"", "\"a\" : \"\\\"pid\\\" : 1,\"");
        bundle.runtime.start(bundle.id);
        assertThat(bundle.runtime.state(bundle.id)).contains("\"status\" : \"running\"");
        assertThatThrownBy(() -> bundle.runtime.start(bundle.id)).hasMessageContaining("it is running, not created");
        assertThatThrownBy(() -> bundle.runtime.delete(bundle.id, false)).hasMessageContaining("not stopped");
        bundle.runtime.kill(bundle.id, 9, false);
        assertThat(bundle.await().code()).isEqualTo(137);
        assertThatThrownBy(() -> bundle.runtime.kill(bundle.id, 9, false)).hasMessageContaining("not running");
        bundle.runtime.delete(bundle.id, false);
        assertThatThrownBy(() -> bundle.runtime.state(bundle.id)).isInstanceOf(NoSuchContainerException.class);
    }

    @Test
    void what_fails_is_named_with_its_operation_path_and_reason_and_leaves_nothing() throws IOException {
        bundle.args("/bin/nothing");
        assertThatThrownBy(bundle::create).hasMessage("exec /bin/nothing: No such file or directory (ENOENT)");
        bundle.args("nothing");
        assertThatThrownBy(bundle::create).hasMessage("find in $PATH nothing: No such file or directory (ENOENT)");
        bundle.args("true").mount("/x", "bind", "/nonexistent", "bind");
        assertThatThrownBy(bundle::create).hasMessage("open_tree /nonexistent: No such file or directory (ENOENT)");
        assertThat(bundle.runtime.list()).isEmpty();
    }

    @Test
    void a_program_that_cannot_be_executed_is_told_to_whoever_starts_it() throws IOException {
        Files.writeString(bundle.rootfs.resolve("bin/garbage"), "garbage");
        Files.setPosixFilePermissions(
                bundle.rootfs.resolve("bin/garbage"),
                java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        bundle.args("/bin/garbage").create();
        assertThatThrownBy(() -> bundle.runtime.start(bundle.id))
                .hasMessage("exec /bin/garbage: Exec format error (ENOEXEC)");
        bundle.runtime.delete(bundle.id, true);
    }

    @Test
    void forced_deletion_kills_and_does_not_mind_that_there_is_none() throws IOException {
        bundle.script("sleep 100").create();
        bundle.runtime.start(bundle.id);
        int pid = bundle.runtime.pid(bundle.id).orElseThrow();
        bundle.runtime.delete(bundle.id, true);
        assertThat(Path.of("/proc/" + pid)).doesNotExist();
        bundle.runtime.delete(bundle.id, true);
        assertThatThrownBy(() -> bundle.runtime.delete(bundle.id, false)).isInstanceOf(NoSuchContainerException.class);
    }
}
