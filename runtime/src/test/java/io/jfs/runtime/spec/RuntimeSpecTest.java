package io.jfs.runtime.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeSpecTest {
    private static final String WHOLE = """
            {
              "ociVersion": "1.3.0",
              "process": {
                "terminal": true,
                "consoleSize": {"height": 24, "width": 80},
                "user": {"uid": 4294967294, "gid": 5, "umask": 63, "additionalGids": [7, 8]},
                "args": ["sh", "-c", ""],
                "env": ["PATH=/bin", "EMPTY="],
                "cwd": "/work",
                "capabilities": {"bounding": ["CAP_KILL", "CAP_OF_THE_FUTURE"], "ambient": []},
                "rlimits": [{"type": "RLIMIT_NOFILE", "soft": 1024, "hard": 18446744073709551615}],
                "noNewPrivileges": true,
                "oomScoreAdj": -7,
                "ioPriority": {"class": "IOPRIO_CLASS_IDLE", "priority": 3},
                "scheduler": {"policy": "SCHED_BATCH", "nice": 4}
              },
              "root": {"path": "rootfs", "readonly": true},
              "hostname": "box",
              "mounts": [
                {"destination": "/proc", "type": "proc", "source": "proc"},
                {"destination": "/data", "source": "data", "options": ["rbind", "ro"]}
              ],
              "hooks": {"createRuntime": [{"path": "/bin/true", "args": ["true", "x"], "timeout": 5}]},
              "annotations": {"a": "b"},
              "linux": {
                "namespaces": [{"type": "pid"}, {"type": "uts"}, {"type": "network", "path": "/proc/1/ns/net"}, {"type": "time"}],
                "sysctl": {"net.core.somaxconn": "256"},
                "timeOffsets": {"boottime": {"secs": -5, "nanosecs": 1}},
                "devices": [{"path": "/dev/fuse", "type": "c", "major": 10, "minor": 229, "fileMode": 8630, "uid": 0}],
                "resources": {
                  "devices": [{"allow": false, "access": "rwm"}, {"allow": true, "type": "c", "major": 1, "minor": -1, "access": "rm"}],
                  "memory": {"limit": 33554432, "swap": -1},
                  "cpu": {"quota": 50000, "period": 100000, "cpus": "0-1"},
                  "pids": {"limit": 10},
                  "unified": {"memory.high": "1000"}
                },
                "seccomp": {
                  "defaultAction": "SCMP_ACT_ERRNO",
                  "defaultErrnoRet": 1,
                  "architectures": ["SCMP_ARCH_X86_64"],
                  "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW",
                    "args": [{"index": 1, "value": 18446744073709551615, "valueTwo": 2, "op": "SCMP_CMP_MASKED_EQ"}]}]
                },
                "maskedPaths": ["/proc/kcore"],
                "intelRdt": {"closID": "kept though unknown"}
              },
              "ofTomorrow": {"x": [1, 2.50, null]}
            }
            """;

    @Test
    void everySectionBecomesValues() throws Exception {
        RuntimeSpec spec = RuntimeSpec.parse(WHOLE.getBytes(UTF_8), "config.json");
        ProcessSpec process = spec.process().orElseThrow();

        assertThat(process.args()).containsExactly("sh", "-c", "");
        assertThat(process.user()).isEqualTo(new UserSpec(-2, 5, OptionalInt.of(63), List.of(7, 8)));
        assertThat(process.rlimits()).containsExactly(new Rlimit(Rlimit.Type.NOFILE, 1024, -1L));
        assertThat(process.capabilities().orElseThrow().bounding()).containsExactly("CAP_KILL", "CAP_OF_THE_FUTURE");
        assertThat(process.ioPriority().orElseThrow().ioClass().number()).isEqualTo(3);
        assertThat(spec.root()).contains(new RootSpec("rootfs", true));
        assertThat(spec.mounts().get(1).isBind()).isTrue();
        assertThat(spec.hooks().createRuntime().getFirst().timeoutSeconds()).hasValue(5);
        assertThat(spec.linux().namespace(NamespaceType.NETWORK).orElseThrow().path())
                .contains("/proc/1/ns/net");
        assertThat(spec.linux().namespace(NamespaceType.IPC)).isEmpty();
        assertThat(spec.linux().devices().getFirst().mode())
                .as("the file type is not part of it")
                .hasValue(0666);
        Resources resources = spec.linux().resources();
        assertThat(resources.memory().limit()).hasValue(32 << 20);
        assertThat(resources.memory().reservation()).isEqualTo(OptionalLong.empty());
        assertThat(resources.devices().get(1).minor()).isEmpty();
        assertThat(resources.unified()).containsEntry("memory.high", "1000");
        SeccompSpec.Argument argument = spec.linux()
                .seccomp()
                .orElseThrow()
                .rules()
                .getFirst()
                .arguments()
                .getFirst();
        assertThat(argument).isEqualTo(new SeccompSpec.Argument(1, SeccompSpec.Operator.MASKED_EQUAL, -1L, 2));
    }

    @Test
    void unknownFieldsSurviveARoundTrip() throws Exception {
        byte[] written = RuntimeSpec.parse(WHOLE.getBytes(UTF_8), "config.json").toBytes();

        assertThat(Json.parseObject(written, "written")).isEqualTo(Json.parseObject(WHOLE.getBytes(UTF_8), "whole"));
    }

    @Test
    void theSmallestDocumentIsOneVersion() throws Exception {
        RuntimeSpec spec = RuntimeSpec.parse("{\"ociVersion\":\"1.0.2-dev\"}".getBytes(UTF_8), "config.json");

        assertThat(spec.process()).isEmpty();
        assertThat(spec.linux().namespaces()).isEmpty();
        assertThat(spec.linux().cgroupsPath()).isEqualTo(Optional.empty());
    }

    /** Each line: where in the document, what is put there (JSON), and what the error says. */
    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
            ociVersion                          | "2.0.0"       | ociVersion: version "2.0.0" is not supported
            ociVersion                          | null          | ociVersion: is missing
            process/args                        | []            | process.args: names no program
            process/args/0                      | "a\\u0000b"   | process.args[0]: contains a NUL
            process/cwd                         | "work"        | process.cwd: the path "work" is not absolute
            process/env/1                       | "=x"          | process.env[1]: "=x" is not KEY=VALUE
            process/user/uid                    | -1            | process.user.uid: expected a whole number from 0 to 4294967295, found -1
            process/user/umask                  | 512           | process.user.umask: expected a whole number from 0 to 511
            process/rlimits/0/soft              | 1.5           | process.rlimits[0].soft: expected a whole number
            process/rlimits/0/hard              | 5             | process.rlimits[0].soft: 1024 is above the hard limit 5
            process/rlimits/0/type              | "NOFILE"      | process.rlimits[0].type: unknown limit "NOFILE"
            process/oomScoreAdj                 | 1001          | process.oomScoreAdj: expected
            process/noNewPrivileges             | "yes"         | process.noNewPrivileges: expected true or false, found "yes"
            root/path                           | ""            | root.path: is empty
            root                                | 7             | root: expected an object, found 7
            mounts                              | {}            | mounts: expected an array
            mounts/1/destination                | "data"        | mounts[1].destination: the path "data" is not absolute
            mounts/1/source                     | null          | mounts[1].source: a bind mount needs one
            hooks/createRuntime/0/path          | "true"        | hooks.createRuntime[0].path: the path "true" is not absolute
            hooks/createRuntime/0/timeout       | 0             | hooks.createRuntime[0].timeout: expected
            annotations/a                       | 1             | annotations["a"]: expected a string
            linux/namespaces/0/type             | "uts"         | linux.namespaces[1]: type "uts" is given twice
            linux/namespaces/0/type             | "disk"        | linux.namespaces[0].type: unknown value "disk"
            linux/namespaces/0/type             | "user"        | linux.uidMappings: a new user namespace needs at least one
            linux/namespaces/1/type             | "ipc"         | hostname: needs a namespace of type "uts"
            linux/namespaces/3/type             | "ipc"         | linux.timeOffsets: needs a namespace of type "time"
            linux/sysctl                        | []            | linux.sysctl: expected an object
            linux/devices/0/type                | "x"           | linux.devices[0].type: unknown value "x"
            linux/devices/0/minor               | null          | linux.devices[0].minor: is missing
            linux/resources/devices/1/access    | "rx"          | linux.resources.devices[1].access: "rx" is not made of r, w and m
            linux/resources/memory/limit        | "32m"         | linux.resources.memory.limit: expected a whole number of at least -1, found "32m"
            linux/resources/pids/limit          | true          | linux.resources.pids.limit: expected a whole number
            linux/rootfsPropagation             | "wild"        | linux.rootfsPropagation: unknown value "wild"
            linux/maskedPaths/0                 | "proc"        | linux.maskedPaths[0]: the path "proc" is not absolute
            linux/seccomp/defaultAction         | "SCMP_ACT_NO" | linux.seccomp.defaultAction: unknown value
            linux/seccomp/syscalls/0/names      | []            | linux.seccomp.syscalls[0].names: names no system call
            linux/seccomp/syscalls/0/args/0/op  | "=="          | linux.seccomp.syscalls[0].args[0].op: unknown value
            linux/seccomp/syscalls/0/args/0/index | 6           | linux.seccomp.syscalls[0].args[0].index: expected
            """)
    void anErrorNamesTheJsonPath(String where, String value, String error) throws Exception {
        ObjectNode document = Json.parseObject(WHOLE.getBytes(UTF_8), "whole");
        replace(
                document,
                where,
                Json.parseArray(("[" + value + "]").getBytes(UTF_8), "value").get(0));

        assertThatThrownBy(() -> RuntimeSpec.ofJson(document, "config.json"))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageStartingWith("config.json: " + error);
    }

    private static void replace(ObjectNode document, String where, JsonNode value) {
        JsonNode parent = document.at("/" + where.substring(0, Math.max(0, where.lastIndexOf('/'))));
        String last = where.substring(where.lastIndexOf('/') + 1);
        switch (where.contains("/") ? parent : document) {
            case ObjectNode object -> object.set(last, value);
            case ArrayNode array -> array.set(Integer.parseInt(last), value);
            default -> throw new AssertionError("no place " + where);
        }
    }

    @Test
    void textThatIsNotJsonIsRefused() {
        assertThatThrownBy(() -> RuntimeSpec.parse("{\"ociVersion\":".getBytes(UTF_8), "/b/config.json"))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageStartingWith("/b/config.json is not valid JSON");
    }
}
