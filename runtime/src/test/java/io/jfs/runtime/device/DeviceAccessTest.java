package io.jfs.runtime.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.linux.DevicePrograms;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.runtime.cgroup.Cgroup;
import io.jfs.runtime.cgroup.CgroupPath;
import io.jfs.runtime.cgroup.Hierarchies;
import io.jfs.runtime.spec.Resources;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceAccessTest {
    private static final List<Resources.DeviceRule> RULES = rules("""
            {"devices": [{"allow": false, "access": "rwm"},
                         {"allow": true, "type": "c", "major": 1, "minor": 11, "access": "r"},
                         {"allow": true, "type": "b", "major": 7, "access": "rw"}]}
            """);

    private final List<Cgroup> made = new java.util.ArrayList<>();

    private static List<Resources.DeviceRule> rules(String json) {
        try {
            return Resources.parse(json.getBytes(UTF_8), "resources").devices();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void remove() throws IOException {
        for (Cgroup cgroup : made) {
            cgroup.kill();
            cgroup.remove();
        }
    }

    @Test
    void rulesAsLinesOfVersion1() {
        assertThat(RULES.stream().map(DeviceAccess::line)).containsExactly("a", "c 1:11 r", "b 7:* rw");
    }

    @Test
    void theTableKeepsWhatTheRulesLeave() {
        DeviceTable table = DeviceTable.of(rules("""
                {"devices": [{"allow": true, "type": "c", "major": 9, "minor": 9},
                             {"allow": false, "access": "rwm"},
                             {"allow": true, "type": "c", "major": 1, "minor": 3, "access": "rwm"},
                             {"allow": false, "type": "c", "major": 1, "minor": 3, "access": "w"}]}
                """));

        assertThat(table.allowed()).isFalse();
        assertThat(table.exceptions())
                .isEqualTo(Map.of(new DeviceTable.Key('c', 1, 3), DeviceTable.READ | DeviceTable.MKNOD));
    }

    @Test
    @RequiresRoot
    void theMachinesOwnVersionHoldsTheRules() throws Exception {
        Cgroup cgroup = cgroup();
        DeviceAccess.restrict(cgroup, RULES);

        assertRulesHold(cgroup);
    }

    /** Version 2 needs no controller for this, so it works beside version 1 too. */
    @Test
    @RequiresRoot
    void theProgramOfVersion2HoldsTheRules() throws Exception {
        Cgroup cgroup = cgroup();
        Path unified = cgroup.unified().orElseThrow();
        try (Fd directory = Open.open(unified, Open.O_RDONLY | Open.O_DIRECTORY, 0);
                Fd program = DevicePrograms.load(DeviceProgram.compile(DeviceAccess.complete(RULES)))) {
            DevicePrograms.attach(directory, program, unified.toString());
        }

        assertRulesHold(cgroup);
    }

    @Test
    @RequiresRoot
    void exceptionsFromEverythingAreDenied() throws Exception {
        Cgroup cgroup = cgroup();
        Path unified = cgroup.unified().orElseThrow();
        List<Resources.DeviceRule> rules = rules("""
                {"devices": [{"allow": true, "access": "rwm"},
                             {"allow": false, "type": "c", "major": 1, "minor": 5, "access": "w"}]}
                """);
        try (Fd directory = Open.open(unified, Open.O_RDONLY | Open.O_DIRECTORY, 0);
                Fd program = DevicePrograms.load(DeviceProgram.compile(rules))) {
            DevicePrograms.attach(directory, program, unified.toString());
        }

        assertThat(inside(cgroup, "head -c1 /dev/zero >/dev/null")).isZero();
        assertThat(inside(cgroup, "echo >/dev/zero")).isNotZero();
        assertThat(inside(cgroup, "echo 3<>/dev/zero")).isNotZero();
    }

    private Cgroup cgroup() throws IOException {
        Cgroup cgroup = Cgroup.at(
                Hierarchies.read(),
                CgroupPath.parse("/jfs-test/" + ProcessHandle.current().pid() + "-" + System.nanoTime()));
        made.add(cgroup);
        cgroup.create(Resources.none());
        return cgroup;
    }

    private static void assertRulesHold(Cgroup cgroup) throws Exception {
        assertThat(inside(cgroup, "head -c1 /dev/zero >/dev/null"))
                .as("by default")
                .isZero();
        assertThat(inside(cgroup, "head -c1 /dev/urandom >/dev/null"))
                .as("by default")
                .isZero();
        assertThat(inside(cgroup, ": </dev/kmsg")).as("reading was allowed").isZero();
        assertThat(inside(cgroup, ": >/dev/kmsg")).as("writing was not").isNotZero();
        assertThat(inside(cgroup, ": </dev/fuse")).as("nobody allowed it").isNotZero();
    }

    private static int inside(Cgroup cgroup, String script) throws Exception {
        StringBuilder join = new StringBuilder();
        for (Cgroup.Entry entry : cgroup.entries()) {
            join.append("echo $$ > ").append(entry.directory()).append("/cgroup.procs && ");
        }
        Path log = Files.createTempFile("runj-device", ".log");
        try {
            return new ProcessBuilder("sh", "-c", join + script)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
        } finally {
            Files.delete(log);
        }
    }
}
