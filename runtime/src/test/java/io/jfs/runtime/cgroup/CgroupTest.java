package io.jfs.runtime.cgroup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.runtime.spec.Resources;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the machine's own cgroups, whichever versions it has. */
@RequiresRoot
class CgroupTest {
    private Cgroup cgroup;

    @BeforeEach
    void choosePath() throws IOException {
        cgroup = Cgroup.at(
                CgroupPath.parse("/jfs-test/" + ProcessHandle.current().pid() + "-" + System.nanoTime()));
    }

    @AfterEach
    void remove() throws IOException {
        cgroup.kill();
        cgroup.remove();
    }

    private static Resources resources(String json) throws IOException {
        return Resources.parse(json.getBytes(UTF_8), "resources");
    }

    private Process start(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        for (Cgroup.Entry entry : cgroup.entries()) {
            Files.writeString(entry.directory().resolve("cgroup.procs"), Long.toString(process.pid()));
        }
        return process;
    }

    @Test
    void aCgroupLimitsAndCounts() throws Exception {
        cgroup.create(resources("{\"memory\": {\"limit\": 33554432, \"swap\": 33554432}, \"pids\": {\"limit\": 7}}"));
        Process process = start("sleep", "100");

        CgroupStats stats = cgroup.stats();
        assertThat(cgroup.processes()).containsExactly((int) process.pid());
        assertThat(stats.pids()).isEqualTo(1);
        assertThat(stats.pidsLimit()).hasValue(7);
        assertThat(stats.memoryLimit()).hasValue(32 << 20);
        assertThat(stats.oomKills()).isZero();
    }

    @Test
    void memoryAndSwapCanRiseAndFallTogether() throws Exception {
        cgroup.create(resources("{\"memory\": {\"limit\": 33554432, \"swap\": 33554432}}"));
        cgroup.update(resources("{\"memory\": {\"limit\": 67108864, \"swap\": 67108864}}"));
        assertThat(cgroup.stats().memoryLimit()).hasValue(64 << 20);
        cgroup.update(resources("{\"memory\": {\"limit\": 16777216, \"swap\": 16777216}}"));
        assertThat(cgroup.stats().memoryLimit()).hasValue(16 << 20);
        cgroup.update(resources("{\"memory\": {\"limit\": -1}}"));
        assertThat(cgroup.stats().memoryLimit()).isEmpty();
    }

    @Test
    void frozenProcessesStandStill() throws Exception {
        cgroup.create(Resources.none());
        start("sh", "-c", "while :; do :; done");
        cgroup.freeze();

        assertThat(cgroup.isFrozen()).isTrue();
        long before = cgroup.stats().cpuNanos();
        TimeUnit.MILLISECONDS.sleep(100);
        assertThat(cgroup.stats().cpuNanos()).isEqualTo(before);
        cgroup.thaw();
        assertThat(cgroup.isFrozen()).isFalse();
    }

    @Test
    void killHitsFrozenProcessesAndThoseInCgroupsBelow() throws Exception {
        cgroup.create(Resources.none());
        Process outer = start("sleep", "100");
        Process inner = start("sleep", "100");
        Path below = cgroup.entries().getFirst().directory().resolve("below");
        Files.createDirectory(below);
        Files.writeString(below.resolve("cgroup.procs"), Long.toString(inner.pid()));
        cgroup.freeze();
        assertThat(cgroup.processes()).containsExactlyInAnyOrder((int) outer.pid(), (int) inner.pid());

        cgroup.kill();

        assertThat(outer.waitFor()).isEqualTo(137);
        assertThat(inner.waitFor()).isEqualTo(137);
        cgroup.remove();
        assertThat(cgroup.exists()).isFalse();
    }

    @Test
    void aRefusedLimitNamesTheFileAndLeavesNothing() {
        assertThatThrownBy(() -> cgroup.create(resources("{\"cpu\": {\"cpus\": \"4000\"}}")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cpuset.cpus")
                .hasMessageContaining("4000");
        assertThat(cgroup.exists()).isFalse();
    }

    @Test
    void aLimitWithoutItsControllerIsRefused() {
        Cgroup bare = Cgroup.at(
                new Hierarchies(
                        java.util.Optional.empty(), java.util.Set.of(), java.util.Map.of(), java.util.Optional.of("")),
                cgroup.path());

        assertThatThrownBy(() -> bare.create(resources("{\"pids\": {\"limit\": 3}}")))
                .hasMessage("cannot set pids.max to 3: this machine has no cgroup controller pids");
    }

    @Test
    void oneThatWasKilledForMemoryIsCounted() throws Exception {
        cgroup.create(resources("{\"memory\": {\"limit\": 8388608, \"swap\": 8388608}}"));
        Process process = start("sh", "-c", "read go; exec tail /dev/zero");
        process.getOutputStream().write("go\n".getBytes(UTF_8));
        process.getOutputStream().close();

        assertThat(process.waitFor()).isEqualTo(137);
        assertThat(cgroup.oomKills()).isEqualTo(1);
    }
}
