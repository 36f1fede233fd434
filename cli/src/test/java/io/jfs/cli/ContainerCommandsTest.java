package io.jfs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers of busybox on overlay. The image: CMD sh, ENV FROM=image, users root and alice. */
@RequiresRoot
class ContainerCommandsTest {
    @TempDir
    static Path directory;

    private static ContainerFixture fixture;

    @BeforeAll
    static void load() throws Exception {
        fixture = new ContainerFixture(directory, "overlay");
    }

    @AfterAll
    static void remove() throws Exception {
        fixture.close();
        assertThat(fixture.leftovers()).isEmpty();
    }

    private static CliTest.Result jfs(String... arguments) {
        return fixture.jfs(arguments);
    }

    @Test
    void outputOfBothStreamsAndTheExitCodeComeThrough() {
        CliTest.Result result =
                jfs("run", "--rm", "--network", "none", "bb", "sh", "-c", "echo out; echo err >&2; exit 7");

        assertThat(result.out()).isEqualTo("out\n");
        assertThat(result.err()).isEqualTo("err\n");
        assertThat(result.exit()).isEqualTo(7);
    }

    @Test
    void exitCodesTellWhoFailed() {
        assertThat(jfs("run", "--rm", "--network", "none", "bb", "nothing").exit())
                .isEqualTo(127);
        assertThat(jfs("run", "--rm", "--network", "none", "bb", "/etc/passwd").exit())
                .isEqualTo(126);
        assertThat(jfs("run", "--rm", "--network", "none", "nosuchimage").exit())
                .isEqualTo(125);
        assertThat(jfs("run", "--rm", "--wrong", "bb").exit()).isEqualTo(125);
        assertThat(jfs("run", "--rm", "--network", "none", "--cap-add", "NOPE", "bb", "true")
                        .exit())
                .isEqualTo(125);
        assertThat(jfs("ps", "-aq").out()).as("none of them is left").isEmpty();
    }

    @Test
    void inputIsReadToItsEnd() {
        fixture.cli.typing("one\ntwo\n");
        try {
            assertThat(fixture.output("-i", "--network", "none", "bb", "wc", "-l"))
                    .isEqualTo("2\n");
        } finally {
            fixture.cli.typing("");
        }
    }

    @Test
    void noByteOfMuchOutputIsLost() {
        String much = fixture.output("--network", "none", "bb", "seq", "1", "200000");

        assertThat(much).hasLineCount(200000).endsWith("200000\n");
    }

    @Test
    void optionsOfTheProcess() {
        String text = fixture.output(
                "--network",
                "none",
                "-e",
                "A=1",
                "-e",
                "FROM=option",
                "-w",
                "/tmp",
                "-u",
                "alice",
                "--hostname",
                "box",
                "bb",
                "sh",
                "-c",
                "id -u; id -G; echo $A $FROM $HOME; hostname; pwd");

        assertThat(text).isEqualTo("1000\n1000 10\n1 option /tmp\nbox\n/tmp\n");
        assertThat(fixture.output("--network", "none", "--entrypoint", "echo", "bb", "x"))
                .isEqualTo("x\n");
        assertThat(fixture.output("-h", "other", "--network", "none", "bb", "hostname"))
                .isEqualTo("other\n");
    }

    @Test
    void aContainerSeesNothingOfTheHost() {
        String text = fixture.output(
                "--network",
                "none",
                "bb",
                "sh",
                "-c",
                "ls /proc/self/fd | wc -l; env | grep -c JFS_ROOT; ls /proc | grep -c '^[0-9]'; cat /proc/keys;"
                        + " grep CapEff /proc/self/status; grep Seccomp: /proc/self/status");

        assertThat(text.lines().toList()).containsExactly("4", "0", "3", "CapEff:	00000000a80425fb", "Seccomp:	2");
    }

    @Test
    void mountsOfEveryKind() throws Exception {
        Path host = Files.createDirectories(directory.resolve("host"));
        Files.writeString(host.resolve("f"), "of the host\n");
        String text = fixture.output(
                "--network",
                "none",
                "-v",
                host + ":/a:ro",
                "--mount",
                "type=bind,source=" + host + ",target=/b",
                "--tmpfs",
                "/t:size=1m",
                "-v",
                "named:/n",
                "--read-only",
                "bb",
                "sh",
                "-c",
                "cat /a/f; touch /a/x 2>/dev/null || echo ro; echo new > /b/new; echo kept > /n/kept; touch /t/x && echo tmp;"
                        + " touch /x 2>/dev/null || echo root-ro");

        assertThat(text).isEqualTo("of the host\nro\ntmp\nroot-ro\n");
        assertThat(host.resolve("new")).hasContent("new\n");
        assertThat(fixture.output("--network", "none", "-v", "named:/m", "bb", "cat", "/m/kept"))
                .isEqualTo("kept\n");
        assertThat(jfs("run", "--rm", "-v", "relative/path:/x", "bb", "true").exit())
                .isEqualTo(125);
    }

    @Test
    void theBridgeGivesAnAddressARouteAndAName() {
        String text = fixture.output(
                "--name",
                "net1",
                "--dns",
                "192.0.2.1",
                "--add-host",
                "peer:192.0.2.7",
                "bb",
                "sh",
                "-c",
                "ip -4 addr show eth0 | grep -c inet; ip route | grep -c default; grep -c net-name /etc/hosts;"
                        + " cat /etc/resolv.conf; grep peer /etc/hosts; grep -c $(hostname) /etc/hosts;"
                        + " ping -c1 -W2 $(ip route | sed -n 's/default via \\([0-9.]*\\).*/\\1/p') >/dev/null 2>&1;"
                        + " ip link show lo | grep -c UP");

        assertThat(text).contains("1\n1\n0\n").contains("nameserver 192.0.2.1").contains("192.0.2.7\tpeer");
    }

    @Test
    void aPublishedPortReachesTheContainer() throws Exception {
        String id = jfs("run", "-d", "-p", "8080", "bb", "sh", "-c", "while :; do echo hello | nc -l -p 8080; done")
                .line();
        String port = jfs("port", id, "8080").line();
        String number = port.substring(port.indexOf(':') + 1);
        String address =
                jfs("inspect", "-f", "{{.NetworkSettings.IPAddress}}", id).line();

        ContainerFixture.await(() -> {
            try (Socket socket = new Socket(address, 8080)) {
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).equals("hello\n");
            } catch (IOException _) {
                return false;
            }
        });
        ContainerFixture.await(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(number))) {
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).equals("hello\n");
            } catch (IOException _) {
                return false;
            }
        });
        assertThat(jfs("rm", "-f", id).exit()).isZero();
    }

    @Test
    void namesAndPrefixesFindAContainerAndAreFreedWithIt() {
        String id = jfs("create", "--name", "first", "--network", "none", "bb", "true")
                .line();

        assertThat(id).hasSize(64);
        assertThat(jfs("create", "--name", "first", "bb")
                        .failsWith(125, "already in use")
                        .exit())
                .isEqualTo(125);
        assertThat(jfs("inspect", "-f", "{{.Name}} {{.State.Status}}", id.substring(0, 12))
                        .line())
                .isEqualTo("/first created");
        jfs("rename", "first", "second").lines();
        assertThat(jfs("ps", "-a", "--format", "{{.Names}}", "-f", "id=" + id).line())
                .isEqualTo("second");
        assertThat(jfs("rm", "second").line()).isEqualTo("second");
        jfs("rm", "second").failsWith(1, "no such container: second");
        jfs("create", "--name", "../x", "bb").failsWith(125, "invalid container name");
    }

    @Test
    void detachedContainersAreStoppedStartedPausedAndWaitedFor() throws Exception {
        String id = jfs(
                        "run",
                        "-d",
                        "--name",
                        "loop",
                        "--network",
                        "none",
                        "bb",
                        "sh",
                        "-c",
                        "trap 'exit 3' TERM; echo started; while :; do sleep 0.1; done")
                .line();

        assertThat(jfs("ps", "--format", "{{.Names}} {{.State}}").lines()).contains("loop running");
        jfs("rm", "loop").failsWith(1, "container is running");
        jfs("pause", "loop").lines();
        assertThat(jfs("ps", "--format", "{{.Status}}", "-f", "name=loop").line())
                .endsWith("(Paused)");
        jfs("exec", "loop", "true").failsWith(125, "paused");
        jfs("unpause", "loop").lines();
        ContainerFixture.await(() -> jfs("logs", "loop").out().equals("started\n"));
        assertThat(jfs("stop", "loop").line()).isEqualTo("loop");
        assertThat(jfs("wait", "loop").line()).isEqualTo("3");
        assertThat(jfs("ps", "-a", "--format", "{{.Status}}", "-f", "name=loop").line())
                .startsWith("Exited (3) ");
        jfs("kill", "loop").failsWith(1, "is not running");
        jfs("start", "loop").lines();
        ContainerFixture.await(() -> jfs("logs", "loop").out().equals("started\nstarted\n"));
        assertThat(jfs("logs", "-n", "1", "loop").out()).isEqualTo("started\n");
        assertThat(jfs("top", "loop").lines()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(jfs("kill", "-s", "KILL", "loop").line()).isEqualTo("loop");
        assertThat(jfs("wait", id.substring(0, 20)).line()).isEqualTo("137");
        jfs("rm", id).lines();
    }

    @Test
    void memoryThatRunsOutIsReported() {
        jfs(
                        "create",
                        "--name",
                        "hungry",
                        "--network",
                        "none",
                        "-m",
                        "32m",
                        "--memory-swap",
                        "32m",
                        "bb",
                        "tail",
                        "/dev/zero")
                .line();

        assertThat(jfs("start", "-a", "hungry").exit()).isEqualTo(137);
        assertThat(jfs("inspect", "-f", "{{.State.OOMKilled}} {{.State.ExitCode}}", "hungry")
                        .line())
                .isEqualTo("true 137");
        jfs("rm", "hungry").lines();
    }

    @Test
    void aForkBombIsHeldByThePidsLimit() {
        CliTest.Result result = jfs(
                "run",
                "--rm",
                "--network",
                "none",
                "--pids-limit",
                "10",
                "bb",
                "sh",
                "-c",
                "for i in $(seq 1 50); do sleep 3 & done; echo never");

        assertThat(result.err() + result.out()).contains("can't fork").doesNotContain("never");
    }

    @Test
    void anImageBelowAContainerIsRemovedOnlyByForce() {
        jfs("tag", "bb", "used:1").lines();
        assertThat(jfs("rmi", "used:1").exit()).as("it has another name").isZero();
        String id = jfs("create", "--network", "none", "bb", "true").line();
        CliTest.Result refused = jfs("rmi", "bb");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("conflict").contains(id.substring(0, 12));
        assertThat(jfs("inspect", "bb").exit()).isZero();
        jfs("rm", id).line();
    }

    @Test
    void anImageRemovedByForceStaysBelowItsContainer() {
        jfs("run", "--name", "made", "--network", "none", "bb", "touch", "/made")
                .lines();
        jfs("commit", "made", "forced:1").line();
        jfs("rm", "made").line();
        jfs("create", "--name", "orphan", "--network", "none", "forced:1", "ls", "/made")
                .line();

        assertThat(jfs("rmi", "-f", "forced:1").lines()).contains("Untagged: forced:1");

        assertThat(jfs("inspect", "forced:1").exit()).isEqualTo(1);
        assertThat(jfs("start", "-a", "orphan").out()).isEqualTo("/made\n");
        assertThat(jfs("ps", "-a", "--format", "{{.Names}} {{.Image}}").out()).contains("orphan forced:1");
        jfs("rm", "orphan").line();
    }

    @Test
    void aSizeThatTheDriverCannotKeepIsRefused() {
        CliTest.Result result = jfs("run", "--rm", "--network", "none", "--storage-opt", "size=20m", "bb", "true");

        assertThat(result.exit()).isIn(0, 125);
        if (result.exit() == 125) {
            assertThat(result.err()).contains("size").containsIgnoringCase("quota");
        }
        assertThat(jfs("create", "--storage-opt", "size=many", "bb").exit()).isEqualTo(125);
        assertThat(jfs("ps", "-aq").out()).isEmpty();
    }

    @Test
    void onlyTheStreamsThatWereAskedForAreAttached() {
        CliTest.Result out =
                jfs("run", "--rm", "-a", "stdout", "--network", "none", "bb", "sh", "-c", "echo a; echo b >&2");
        CliTest.Result wrong = jfs("run", "--rm", "-a", "nothing", "--network", "none", "bb", "true");

        assertThat(out.out() + out.err()).isEqualTo("a\n");
        assertThat(wrong.exit()).isEqualTo(125);
        assertThat(wrong.err()).contains("valid streams are STDIN, STDOUT and STDERR");
    }

    /** So nobody waits for the disk at the end of a container that is thrown away. */
    @Test
    void aContainerThatIsRemovedAtItsEndHasAVolatileRoot() throws IOException {
        String id = jfs("run", "-d", "--rm", "--network", "none", "bb", "sleep", "1000")
                .line();
        assertThat(Files.readAllLines(Path.of("/proc/self/mountinfo")))
                .anyMatch(line -> line.contains(id) && line.contains("volatile"));
        jfs("rm", "-f", id).line();
    }

    private static boolean unified() {
        return Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));
    }

    private static long counter(String id, String name) throws IOException {
        Path file = Path.of(unified() ? "/sys/fs/cgroup/jfs" : "/sys/fs/cgroup/cpu/jfs", id, "cpu.stat");
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .sum();
    }

    private static double usedSeconds(String id) throws IOException {
        Path legacy = Path.of("/sys/fs/cgroup/cpuacct/jfs", id, "cpuacct.usage");
        return unified()
                ? counter(id, "usage_usec") / 1e6
                : Long.parseLong(Files.readString(legacy).strip()) / 1e9;
    }

    @Test
    void halfAProcessorIsHalfAProcessor() throws Exception {
        String id = jfs("run", "-d", "--network", "none", "--cpus", "0.5", "bb", "sh", "-c", "while :; do :; done")
                .line();
        // By the cgroup's own periods of 0.1 s, so that a busy machine changes nothing: each that was full was stopped
        // at half.
        ContainerFixture.await(() -> counter(id, "nr_throttled") >= 20);
        double full = counter(id, "nr_throttled") / 10.0;
        double used = usedSeconds(id);
        double all = counter(id, "nr_periods") / 10.0;

        assertThat(used).isBetween(0.35 * full, 0.6 * all);
        jfs("update", "--cpus", "0.1", id).lines();
        assertThat(jfs("inspect", "-f", "{{.HostConfig.NanoCpus}}", id).line()).isEqualTo("100000000");
        jfs("rm", "-f", id).lines();
    }

    @Test
    void changesAreSeenCommittedExportedAndCopied() throws Exception {
        jfs("run", "--name", "changed", "--network", "none", "bb", "sh", "-c", "echo new > /etc/new; rm /etc/group")
                .lines();

        assertThat(jfs("diff", "changed").lines()).contains("A /etc/new", "D /etc/group");
        jfs("commit", "changed", "bb:2").line();
        assertThat(fixture.output("--network", "none", "bb:2", "cat", "/etc/new"))
                .isEqualTo("new\n");
        Path tar = directory.resolve("out.tar");
        jfs("export", "-o", tar.toString(), "changed").lines();
        assertThat(fixture.run(List.of(), "tar", "-tf", tar.toString()).out())
                .contains("etc/new")
                .contains("bin/busybox");
        jfs("cp", "changed:/etc/new", directory.resolve("copied").toString()).lines();
        assertThat(directory.resolve("copied")).hasContent("new\n");
        Files.writeString(directory.resolve("sent"), "from outside\n");
        jfs("cp", directory.resolve("sent").toString(), "changed:/tmp/").lines();
        jfs("start", "changed").lines();
        assertThat(jfs("diff", "changed").lines()).contains("A /tmp/sent");
        jfs("rm", "-f", "changed").lines();
    }

    @Test
    void aContainerOfAnUnknownNetworkIsNotMade() throws Exception {
        jfs("run", "--network", "nope", "--name", "lonely", "bb", "true").failsWith(125, "network nope not found in ");
        assertThat(jfs("ps", "-a", "--filter", "name=lonely", "-q").out()).isEmpty();
    }

    @Test
    void archivesAreCopiedByStandardStreams() throws Exception {
        jfs("create", "--name", "piped", "bb").line();
        String jfs = directory.resolve("bin/jfs") + " cp ";

        // Both at once: the one must not write to what the other has mounted.
        fixture.run(List.of(), "sh", "-c", jfs + "piped:/etc - | " + jfs + "- piped:/tmp");
        CliTest.Result listed = fixture.run(List.of(), "sh", "-c", jfs + "piped:/tmp - | tar -t | sort");

        assertThat(listed.out()).isEqualTo("tmp/\ntmp/etc/\ntmp/etc/group\ntmp/etc/passwd\n");
        assertThat(fixture.run(List.of(), "sh", "-c", jfs + "- piped:/none </dev/null")
                        .out())
                .contains("cannot unpack to /none: it is no directory of the container");
        jfs("rm", "piped").line();
    }

    @Test
    void aCopyDoesNotFollowLinksOutOfTheContainer() throws Exception {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(directory.resolve("evil"), "x");
        jfs(
                        "run",
                        "--name",
                        "hostile",
                        "--network",
                        "none",
                        "bb",
                        "sh",
                        "-c",
                        "ln -s " + outside + " /esc 2>/dev/null || busybox ln -s " + outside + " /esc;"
                                + " busybox rm /etc/passwd; busybox ln -s /etc/shadow /etc/passwd")
                .lines();

        CliTest.Result copied = jfs("cp", directory.resolve("evil").toString(), "hostile:/esc/evil");

        assertThat(copied.exit()).isEqualTo(1);
        assertThat(outside).isEmptyDirectory();
        jfs("cp", "hostile:/etc/passwd", directory.resolve("stolen").toString());
        assertThat(directory.resolve("stolen"))
                .as("the container has no such file")
                .doesNotExist();
        jfs("rm", "hostile").lines();
    }
}
