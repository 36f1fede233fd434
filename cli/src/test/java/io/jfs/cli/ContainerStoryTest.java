package io.jfs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.testkit.LoopFilesystem;
import io.jfs.testkit.RequiresBtrfs;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresOverlay;
import io.jfs.testkit.RequiresRoot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A container from its image to its end, at a terminal, on every driver; and what is left when processes are killed.
 */
@RequiresRoot
class ContainerStoryTest {
    @TempDir
    Path directory;

    @Test
    @RequiresOverlay
    void theStoryOnOverlay() throws Exception {
        story("overlay", directory);
    }

    @Test
    @RequiresBtrfs
    void theStoryOnBtrfs() throws Exception {
        try (LoopFilesystem btrfs = LoopFilesystem.btrfs().open()) {
            story("btrfs", btrfs.newDirectory());
        }
    }

    @Test
    @RequiresBtrfs
    void aSizeLimitBitesOnBtrfs() throws Exception {
        try (LoopFilesystem btrfs = LoopFilesystem.btrfs().open();
                ContainerFixture fixture = new ContainerFixture(btrfs.newDirectory(), "btrfs")) {
            String tooMuch = "dd if=/dev/zero of=/much bs=1M count=64 conv=fsync";
            CliTest.Result limited = fixture.jfs(
                    "run", "--rm", "--network", "none", "--storage-opt", "size=16m", "bb", "sh", "-c", tooMuch);
            assertThat(limited.exit()).as(limited.err()).isEqualTo(1);
            assertThat(limited.err()).containsIgnoringCase("quota");
            fixture.output("--network", "none", "bb", "sh", "-c", tooMuch);
        }
    }

    @Test
    void theStoryOnVfs() throws Exception {
        story("vfs", directory);
    }

    @Test
    @RequiresFuse
    void theStoryOnFuseUnion() throws Exception {
        story("fuse-union", directory);
    }

    /**
     * Image, container, writable layer, network, process at a terminal; exit; start again finds the changes; remove.
     */
    private static void story(String driver, Path place) throws Exception {
        try (ContainerFixture fixture = new ContainerFixture(place, driver)) {
            CliTest.Result first = fixture.onTerminal(
                    List.of("ip route; tty; echo kept > /etc/story\n", "sleep 100\n", "\u0003", "exit 4\n"),
                    "run",
                    "-it",
                    "--name",
                    "story",
                    "bb");
            assertThat(first.out()).contains("default via 10.213.").contains("/dev/pts/0");
            assertThat(first.exit()).as(first.out()).isEqualTo(4);
            assertThat(fixture.jfs("ps", "-a", "--format", "{{.Names}} {{.Status}}")
                            .line())
                    .startsWith("story Exited (4)");

            CliTest.Result second = fixture.onTerminal(List.of("cat /etc/story; exit\n"), "start", "-ai", "story");
            assertThat(second.out()).contains("kept");
            assertThat(second.exit()).isZero();
            assertThat(fixture.jfs("diff", "story").lines()).contains("A /etc/story");

            assertThat(fixture.jfs("rm", "story").line()).isEqualTo("story");
            assertThat(fixture.leftovers()).isEmpty();
        }
    }

    @Test
    @RequiresOverlay
    void theKeysToDetachLeaveItRunning() throws Exception {
        try (ContainerFixture fixture = new ContainerFixture(directory, "overlay")) {
            CliTest.Result detached = fixture.onTerminal(
                    List.of("echo still > /there\n", "\u0010\u0011"),
                    "run",
                    "-it",
                    "--name",
                    "det",
                    "--network",
                    "none",
                    "bb");
            assertThat(detached.exit()).as(detached.out()).isZero();
            assertThat(fixture.jfs("ps", "--format", "{{.Names}}").line()).isEqualTo("det");
            CliTest.Result back = fixture.onTerminal(List.of("cat /there; exit 3\n"), "attach", "det");
            assertThat(back.out()).contains("still");
            assertThat(back.exit()).isEqualTo(3);
        }
    }

    @Test
    @RequiresOverlay
    void fiftyAtOnceStartAnswerAndStop() throws Exception {
        try (ContainerFixture fixture = new ContainerFixture(directory, "overlay")) {
            List<Callable<String>> starts = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String name = "many" + i;
                starts.add(() -> fixture.jfs("run", "-d", "--name", name, "bb", "sleep", "1000")
                        .line());
            }
            try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
                for (Future<String> started : threads.invokeAll(starts)) {
                    assertThat(started.get()).hasSize(64);
                }
            }
            assertThat(fixture.jfs("ps", "-q").lines()).hasSize(50);
            List<String> addresses = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                addresses.add(fixture.jfs("inspect", "-f", "{{.NetworkSettings.IPAddress}}", "many" + i)
                        .line());
            }
            assertThat(addresses).doesNotHaveDuplicates().allMatch(address -> address.startsWith("10.213."));
            List<String> all = new ArrayList<>(List.of("rm", "-f"));
            all.addAll(fixture.ids());
            assertThat(fixture.jfs(all.toArray(String[]::new)).exit()).isZero();
            assertThat(fixture.leftovers()).isEmpty();
        }
    }

    @Test
    @RequiresOverlay
    void aKilledCommandChangesNothingForItsContainer() throws Exception {
        try (ContainerFixture fixture = new ContainerFixture(directory, "overlay")) {
            Process run = fixture.start(
                    "run",
                    "--rm",
                    "--name",
                    "orphan",
                    "bb",
                    "sh",
                    "-c",
                    "echo one; while [ ! -e /go ]; do sleep 0.1; done; echo two; exit 5");
            ContainerFixture.await(() -> fixture.jfs("logs", "orphan").out().equals("one\n"));
            run.destroyForcibly().waitFor();

            CliTest.Result exec = fixture.jfs("exec", "-d", "orphan", "touch", "/go");
            assertThat(exec.exit()).as(exec.err()).isZero();
            ContainerFixture.await(() -> fixture.ids().isEmpty());
            ContainerFixture.await(() -> fixture.leftovers().isEmpty());
        }
    }

    @Test
    @RequiresOverlay
    void aKilledMonitorIsSeenAndNothingIsLeftAfterRemoval() throws Exception {
        try (ContainerFixture fixture = new ContainerFixture(directory, "overlay")) {
            String id = fixture.jfs("run", "-d", "--name", "lost", "bb", "sleep", "1000")
                    .line();
            long pid = Long.parseLong(
                    fixture.jfs("inspect", "-f", "{{.State.Pid}}", id).line());
            ProcessHandle monitor = ProcessHandle.of(pid).orElseThrow().parent().orElseThrow();
            monitor.destroyForcibly();
            ContainerFixture.await(() -> !monitor.isAlive());
            fixture.jfs("kill", "lost");
            ContainerFixture.await(() -> ProcessHandle.of(pid).isEmpty());

            assertThat(fixture.jfs("ps", "-a", "--format", "{{.Status}}").line())
                    .startsWith("Exited (255)");
            assertThat(fixture.jfs("rm", "-f", "lost").line()).isEqualTo("lost");
            assertThat(fixture.leftovers()).isEmpty();
        }
    }

    @Test
    @RequiresOverlay
    void aContainerThatFailsIsRestartedAsOftenAsItsPolicySays() throws Exception {
        try (ContainerFixture fixture = new ContainerFixture(directory, "overlay")) {
            fixture.jfs(
                            "run",
                            "-d",
                            "--name",
                            "again",
                            "--network",
                            "none",
                            "--restart",
                            "on-failure:2",
                            "bb",
                            "sh",
                            "-c",
                            "echo run; exit 1")
                    .line();
            ContainerFixture.await(() -> fixture.jfs("logs", "again").out().equals("run\nrun\nrun\n"));
            ContainerFixture.await(() -> fixture.jfs("inspect", "-f", "{{.RestartCount}} {{.State.Status}}", "again")
                    .out()
                    .equals("2 exited\n"));
        }
    }
}
