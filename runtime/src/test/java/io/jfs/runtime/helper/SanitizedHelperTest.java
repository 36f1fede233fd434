package io.jfs.runtime.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.linux.Errno;
import io.jfs.linux.Fd;
import io.jfs.linux.MessageSockets;
import io.jfs.linux.Processes;
import io.jfs.linux.Programs;
import io.jfs.runtime.oci.RunningContainers;
import io.jfs.runtime.plan.MountAttributes;
import io.jfs.runtime.plan.Plan;
import io.jfs.testkit.Requirement;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The helper built with AddressSanitizer and UndefinedBehaviorSanitizer, which end it with a report where it does
 * something undefined.
 */
@RequiresRoot
class SanitizedHelperTest {
    @TempDir
    static Path directory;

    private static Path program = Path.of("/");

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        boolean missing = Files.notExists(Path.of("/usr/bin/gcc"));
        Requirement.require(missing ? Optional.of("gcc is not installed") : Optional.empty());
        program = directory.resolve("jfs-init");
        ProcessBuilder builder = new ProcessBuilder(
                        "sh",
                        "src/main/c/build.sh",
                        program.toString(),
                        "-g",
                        "-O1",
                        "-fsanitize=address,undefined",
                        "-fno-sanitize-recover=all")
                .inheritIO()
                .redirectOutput(directory.resolve("build.log").toFile());
        builder.environment().put("CC", "gcc");
        assertThat(builder.start().waitFor()).isZero();
        System.setProperty("jfs.init", program.toString());
    }

    @AfterAll
    static void forget() {
        System.clearProperty("jfs.init");
    }

    @Test
    void containers_live_and_die_without_a_report() throws IOException {
        RunningContainers.liveAndDie(directory.resolve("containers"));
    }

    private static List<HelperMessage> run(byte[] plan) throws IOException {
        MessageSockets.Pair pair = MessageSockets.pair();
        List<HelperMessage> said = new ArrayList<>();
        int pid;
        try (Fd ours = pair.ours()) {
            pid = start(pair.theirs(), plan);
            HelperMessage message = HelperMessage.parse(MessageSockets.receive(ours));
            while (!(message instanceof HelperMessage.Gone)) {
                said.add(message);
                if (message instanceof HelperMessage.Created) {
                    break; // closing the socket ends it
                }
                message = HelperMessage.parse(MessageSockets.receive(ours));
            }
        }
        assertThat(Programs.await(pid))
                .as("exit code; the sanitizers' is another")
                .isEqualTo(1);
        return said;
    }

    private static int start(Fd socket, byte[] plan) throws IOException {
        try (Fd helper = Processes.sealed("jfs-init", Files.readAllBytes(program));
                Fd theirs = socket;
                Fd bytes = Processes.sealed("plan", plan)) {
            List<String> arguments =
                    List.of("jfs-init", "init", Integer.toString(theirs.number()), Integer.toString(bytes.number()));
            return Programs.start(helper, arguments, theirs, bytes);
        }
    }

    private static byte[] plan() {
        return new Plan()
                .namespaces(0)
                .join(0x40000000, "/proc/self/ns/net")
                .bindHere(0, "/", false, MountAttributes.NONE, 0, Plan.NO_IDMAP)
                .root(0, "/")
                .mount("/x", "tmpfs", "tmpfs", 0, 0, 0, List.of("size=1m", "mode=755"))
                .hostname("name")
                .exec(List.of("a", "b"), List.of("A=1"), 0)
                .toBytes();
    }

    @Test
    void garbage_instead_of_a_plan_is_refused() throws IOException {
        for (byte[] garbage :
                List.of(new byte[1], new byte[8], "JFSPLAN2".getBytes(java.nio.charset.StandardCharsets.US_ASCII))) {
            assertThat(run(garbage))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            HelperMessage.Failed.class,
                            failed -> assertThat(failed.failure().is(Errno.EPROTO))
                                    .isTrue());
        }
    }

    @Test
    void plans_with_changed_bytes_end_in_an_error_or_wait_for_more() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 60; i++) {
            byte[] plan = plan();
            // The header and the lengths; what a number means is Java's to know.
            int record = 8;
            int steps = random.nextInt(6);
            for (int step = 0; step < steps; step++) {
                record += (plan[record + 8] & 0xff) | ((plan[record + 9] & 0xff) << 8);
            }
            plan[record + random.nextInt(10)] = (byte) random.nextInt(256);
            assertThat(run(plan)).hasSizeLessThanOrEqualTo(1);
        }
        for (int length = 0; length < plan().length; length += 20) {
            assertThat(run(java.util.Arrays.copyOf(plan(), length))).hasSize(1);
        }
    }

    @Test
    void a_mode_that_it_does_not_have_is_an_error() {
        assertThatThrownBy(() -> HelperMessage.parse(new byte[] {'?'})).hasMessageContaining("does not know");
    }
}
