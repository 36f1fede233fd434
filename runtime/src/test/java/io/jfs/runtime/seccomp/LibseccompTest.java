package io.jfs.runtime.seccomp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jfs.runtime.spec.SeccompSpec;
import io.jfs.runtime.spec.SeccompSpec.Argument;
import io.jfs.runtime.spec.SeccompSpec.Rule;
import io.jfs.runtime.spec.SpecValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares every decision with libseccomp's: both programs are run over the same calls. */
class LibseccompTest {
    @TempDir
    static Path directory;

    @BeforeAll
    static void buildPeer() throws Exception {
        Path source = Path.of("src/test/c/libseccomp-export.c").toAbsolutePath();
        int built = run(new byte[0], directory.resolve("log"), "gcc", "-o", peer(), source.toString(), "-lseccomp");
        boolean ci = "true".equals(System.getenv("CI"));
        assumeTrue(built == 0 || ci, "needs gcc and libseccomp-dev");
        assertThat(built).as(() -> read(directory.resolve("log"))).isZero();
    }

    private static String peer() {
        return directory.resolve("libseccomp-export").toString();
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static int run(byte[] input, Path output, String... command) throws Exception {
        Path in = Files.write(directory.resolve("input"), input);
        try {
            return new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(directory.resolve("errors").toFile())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            Files.writeString(output, e.toString());
            return 127;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CAP_SYS_ADMIN", "CAP_SYS_ADMIN CAP_SYS_PTRACE CAP_SYSLOG"})
    void theDefaultProfileDecidesAsLibseccompDoes(String capabilities) throws Exception {
        SeccompSpec profile = SeccompSpec.of(new SpecValue(
                SeccompProfile.ofDefault().resolve(SeccompArch.X86_64, Set.of(capabilities.split(" ")), "6.1"),
                "profile",
                ""));

        compare(profile, new Random(1), 40);
    }

    /** Every operator, boundaries of the halves, several rules for one call, several conditions in one rule. */
    @Test
    void comparisonsOf64BitArgumentsDecideAsLibseccompDoes() throws Exception {
        for (String operator : List.of("NE", "LT", "LE", "EQ", "GE", "GT", "MASKED_EQ")) {
            for (String value : List.of("0", "1", "4294967295", "4294967296", "8589934597", "18446744073709551615")) {
                SeccompSpec profile = spec("""
                        {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 7,
                         "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32", "SCMP_ARCH_AARCH64"],
                         "syscalls": [
                          {"names": ["read"], "action": "SCMP_ACT_ALLOW",
                           "args": [{"index": 2, "value": %s, "valueTwo": 5, "op": "SCMP_CMP_%s"}]},
                          {"names": ["write"], "action": "SCMP_ACT_LOG",
                           "args": [{"index": 0, "value": %s, "valueTwo": 1, "op": "SCMP_CMP_%s"},
                                    {"index": 5, "value": 3, "op": "SCMP_CMP_NE"}]},
                          {"names": ["close"], "action": "SCMP_ACT_TRAP"},
                          {"names": ["openat"], "action": "SCMP_ACT_KILL_PROCESS"},
                          {"names": ["mmap"], "action": "SCMP_ACT_TRACE", "errnoRet": 9}
                        ]}
                        """.formatted(value, operator, value, operator));
                compare(profile, new Random(2), 3);
            }
        }
    }

    private static SeccompSpec spec(String json) throws IOException {
        return SeccompSpec.of(SpecValue.parse(json.getBytes(UTF_8), "profile"));
    }

    private void compare(SeccompSpec profile, Random random, int rounds) throws Exception {
        Path exported = directory.resolve("program");
        assertThat(run(input(profile).getBytes(UTF_8), exported, peer()))
                .as(() -> read(directory.resolve("errors")))
                .isZero();
        BpfMachine theirs = new BpfMachine(Files.readAllBytes(exported));
        BpfMachine ours = new BpfMachine(
                SeccompCompiler.compileAsLibseccomp(profile, SeccompArch.X86_64).program());
        for (SeccompArch arch : SeccompArch.values()) {
            // Above 448, and of 335 (uretprobe), libseccomp 2.5 knows nothing, so it takes them for unnamed.
            for (int number = -1; number <= 448; number++) {
                if (number == 335) {
                    continue;
                }
                for (int round = 0; round < rounds; round++) {
                    compareCall(arch, number, random, theirs, ours);
                }
            }
        }
    }

    private static void compareCall(SeccompArch arch, int number, Random random, BpfMachine theirs, BpfMachine ours) {
        List<Long> arguments =
                random.longs(6).map(LibseccompTest::argument).boxed().toList();
        int full = number < 0 ? number : number + (arch == SeccompArch.X32 ? 0x4000_0000 : 0);
        BpfMachine.Call call = new BpfMachine.Call(arch.audit(), full, arguments);
        assertThat(ours.run(call))
                .as(() -> arch + " call " + number + " " + arguments)
                .isEqualTo(theirs.run(call));
    }

    private static long argument(long random) {
        long[] interesting = {
            0,
            1,
            2,
            3,
            5,
            8,
            40,
            0x20000,
            0x20008,
            0x7e020000,
            0x10000000,
            0xffff_ffffL,
            1L << 32,
            8589934597L,
            8589934596L,
            8589934598L,
            -1,
            Long.MIN_VALUE,
            (1L << 32) + 5
        };
        int choice = (int) (random >>> 40) % (interesting.length + 1);
        return choice == interesting.length ? random : interesting[choice];
    }

    private static String input(SeccompSpec profile) {
        StringBuilder text = new StringBuilder("default " + action(profile.defaultAction(), profile.defaultErrno()));
        text.append('\n');
        for (String name : profile.architectures()) {
            SeccompArch.find(name)
                    .filter(arch -> arch != SeccompArch.X86_64)
                    .ifPresent(arch -> text.append("arch ")
                            .append(Integer.toUnsignedString(token(arch)))
                            .append('\n'));
        }
        for (Rule rule : profile.rules()) {
            if (action(rule.action(), rule.errno()).equals(action(profile.defaultAction(), profile.defaultErrno()))) {
                continue;
            }
            for (String name : rule.names()) {
                text.append("rule ")
                        .append(action(rule.action(), rule.errno()))
                        .append(' ')
                        .append(name);
                for (Argument argument : rule.arguments()) {
                    text.append(" %d %d %s %s"
                            .formatted(
                                    argument.index(),
                                    operator(argument.operator()),
                                    Long.toUnsignedString(argument.value()),
                                    Long.toUnsignedString(argument.valueTwo())));
                }
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static int token(SeccompArch arch) {
        return arch == SeccompArch.X32 ? 0x4000003e : arch.audit();
    }

    private static int operator(SeccompSpec.Operator operator) {
        return switch (operator) {
            case NOT_EQUAL -> 1;
            case LESS -> 2;
            case LESS_OR_EQUAL -> 3;
            case EQUAL -> 4;
            case GREATER_OR_EQUAL -> 5;
            case GREATER -> 6;
            case MASKED_EQUAL -> 7;
        };
    }

    // libseccomp's own numbers of actions are those of the kernel.
    private static String action(SeccompSpec.Action action, OptionalInt errno) {
        return Integer.toUnsignedString(Decision.of(action, errno));
    }
}
