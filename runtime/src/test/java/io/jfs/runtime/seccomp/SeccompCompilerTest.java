package io.jfs.runtime.seccomp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.runtime.spec.InvalidSpecException;
import io.jfs.runtime.spec.SeccompSpec;
import io.jfs.runtime.spec.SpecValue;
import java.io.IOException;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeccompCompilerTest {
    private static final int ALLOW = 0x7fff0000;
    private static final int EPERM = 0x00050001;
    private static final int ENOSYS = 0x00050026;
    private static final int KILL = 0;

    private static final int X86_64 = SeccompArch.X86_64.audit();
    private static final int AARCH64 = SeccompArch.AARCH64.audit();

    @Test
    void keyringsAreOutOfReachByDefault() throws Exception {
        SeccompSpec profile = SeccompSpec.of(new SpecValue(
                SeccompProfile.ofDefault().resolve(SeccompArch.X86_64, Set.of(), "6.1.0"), "profile", ""));
        BpfMachine filter = new BpfMachine(
                SeccompCompiler.compile(profile, SeccompArch.X86_64).program());

        assertThat(decision(filter, X86_64, 248)).as("add_key").isEqualTo(EPERM);
        assertThat(decision(filter, X86_64, 249)).as("request_key").isEqualTo(EPERM);
        assertThat(decision(filter, X86_64, 250)).as("keyctl").isEqualTo(EPERM);
    }

    @Test
    void callsNewerThanTheProfileDoNotExist() throws Exception {
        BpfMachine filter = compile("""
                {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read", "openat2"], "action": "SCMP_ACT_ALLOW"}]}
                """);

        assertThat(decision(filter, X86_64, 0)).isEqualTo(ALLOW);
        assertThat(decision(filter, X86_64, 436)).as("older, not named").isEqualTo(EPERM);
        assertThat(decision(filter, X86_64, 437)).as("the newest named").isEqualTo(ALLOW);
        assertThat(decision(filter, X86_64, 438)).as("newer").isEqualTo(ENOSYS);
    }

    @Test
    void aProfileThatAllowsByDefaultAllowsNewCallsToo() throws Exception {
        BpfMachine filter = compile("""
                {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["mkdir"], "action": "SCMP_ACT_ERRNO", "errnoRet": 13}]}
                """);

        assertThat(decision(filter, X86_64, 83)).isEqualTo(0x0005000d);
        assertThat(decision(filter, X86_64, 9999)).isEqualTo(ALLOW);
    }

    @Test
    void anArchitectureThatIsNotListedKills() throws Exception {
        BpfMachine filter = compile("{\"defaultAction\": \"SCMP_ACT_ALLOW\"}");

        assertThat(decision(filter, X86_64, 1)).isEqualTo(ALLOW);
        assertThat(decision(filter, X86_64, 0x40000001)).as("x32").isEqualTo(KILL);
        assertThat(decision(filter, SeccompArch.X86.audit(), 1)).isEqualTo(KILL);
        assertThat(decision(filter, AARCH64, 1)).isEqualTo(KILL);
    }

    @Test
    void aRuleWithoutConditionsPrevails() throws Exception {
        BpfMachine filter = compile("""
                {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
                  {"names": ["clone"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 1, "op": "SCMP_CMP_EQ"}]},
                  {"names": ["clone"], "action": "SCMP_ACT_LOG"}]}
                """);

        assertThat(decision(filter, X86_64, 56, 1)).isEqualTo(0x7ffc0000);
    }

    @Test
    void twoConditionsOnOneArgumentMeanEither() throws Exception {
        BpfMachine filter = compile("""
                {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["personality"], "action": "SCMP_ACT_ALLOW", "args": [
                  {"index": 0, "value": 1, "op": "SCMP_CMP_EQ"}, {"index": 0, "value": 2, "op": "SCMP_CMP_EQ"}]}]}
                """);

        assertThat(decision(filter, X86_64, 135, 1)).isEqualTo(ALLOW);
        assertThat(decision(filter, X86_64, 135, 2)).isEqualTo(ALLOW);
        assertThat(decision(filter, X86_64, 135, 3)).isEqualTo(EPERM);
    }

    @Test
    void namesThatNoTableHasAreLeftOut() throws Exception {
        BpfMachine filter = compile("""
                {"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_S390X"],
                 "syscalls": [{"names": ["of_tomorrow", "read"], "action": "SCMP_ACT_ALLOW"}]}
                """);

        assertThat(decision(filter, X86_64, 0)).isEqualTo(ALLOW);
    }

    @Test
    void notifyAsksForAListener() throws Exception {
        SeccompFilter filter = SeccompCompiler.compile(spec("""
                {"defaultAction": "SCMP_ACT_ALLOW", "flags": ["SECCOMP_FILTER_FLAG_LOG"],
                 "syscalls": [{"names": ["mount"], "action": "SCMP_ACT_NOTIFY"}]}
                """), SeccompArch.X86_64);

        assertThat(filter.notifies()).isTrue();
        assertThat(filter.flags()).isEqualTo(2 | 8);
        assertThat(decision(new BpfMachine(filter.program()), X86_64, 165)).isEqualTo(0x7fc00000);
    }

    @Test
    void theDefaultProfileDependsOnCapabilities() throws Exception {
        BpfMachine plain = defaultProfile(SeccompArch.X86_64, Set.of("CAP_CHOWN", "CAP_SYS_CHROOT"));
        BpfMachine admin = defaultProfile(SeccompArch.X86_64, Set.of("CAP_SYS_ADMIN"));
        int mount = 165;
        int clone = 56;
        int clone3 = 435;
        int chroot = 161;

        assertThat(decision(plain, X86_64, mount)).isEqualTo(EPERM);
        assertThat(decision(plain, X86_64, clone, 0x11)).isEqualTo(ALLOW);
        assertThat(decision(plain, X86_64, clone, 0x10000000))
                .as("CLONE_NEWUSER")
                .isEqualTo(EPERM);
        assertThat(decision(plain, X86_64, clone3)).isEqualTo(ENOSYS);
        assertThat(decision(plain, X86_64, chroot)).isEqualTo(ALLOW);
        assertThat(decision(admin, X86_64, mount)).isEqualTo(ALLOW);
        assertThat(decision(admin, X86_64, clone, 0x10000000)).isEqualTo(ALLOW);
        assertThat(decision(admin, X86_64, clone3)).isEqualTo(ALLOW);
        assertThat(decision(admin, X86_64, chroot)).isEqualTo(EPERM);
    }

    @Test
    void theDefaultProfileIsCompiledForArm64Too() throws Exception {
        BpfMachine filter = defaultProfile(SeccompArch.AARCH64, Set.of());

        assertThat(decision(filter, AARCH64, 63)).as("read").isEqualTo(ALLOW);
        assertThat(decision(filter, AARCH64, 40)).as("mount").isEqualTo(EPERM);
        assertThat(decision(filter, AARCH64, 220, 0x11)).as("clone").isEqualTo(ALLOW);
        assertThat(decision(filter, X86_64, 0)).isEqualTo(KILL);
    }

    @Test
    void anErrorInAProfileNamesItsPlace() {
        assertThatThrownBy(() -> SeccompProfile.parse(
                                "{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": 3}".getBytes(UTF_8), "p.json")
                        .resolve(SeccompArch.X86_64, Set.of(), "6.1"))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessage("p.json: syscalls: expected an array, found 3");
    }

    private static BpfMachine defaultProfile(SeccompArch host, Set<String> capabilities) throws IOException {
        SeccompSpec profile = SeccompSpec.of(
                new SpecValue(SeccompProfile.ofDefault().resolve(host, capabilities, "6.1.0"), "profile", ""));
        return new BpfMachine(SeccompCompiler.compile(profile, host).program());
    }

    private static BpfMachine compile(String json) throws IOException {
        return new BpfMachine(
                SeccompCompiler.compile(spec(json), SeccompArch.X86_64).program());
    }

    private static SeccompSpec spec(String json) throws IOException {
        return SeccompSpec.of(SpecValue.parse(json.getBytes(UTF_8), "profile"));
    }

    private static int decision(BpfMachine filter, int architecture, int number, long... arguments) {
        return filter.run(new BpfMachine.Call(
                architecture, number, LongStream.of(arguments).boxed().toList()));
    }
}
