package io.jfs.runtime.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.runtime.spec.Capability;
import io.jfs.runtime.spec.NamespaceType;
import io.jfs.runtime.spec.RuntimeSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What this runtime can do (runtime-spec, features.md), whatever the machine can. */
public final class Features {
    private Features() {}

    /** The document. */
    public static ObjectNode json() {
        ObjectNode features = Json.object();
        features.put("ociVersionMin", "1.0.0").put("ociVersionMax", RuntimeSpec.VERSION);
        add(
                features.putArray("hooks"),
                Stream.of("prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop"));
        add(features.putArray("mountOptions"), MountFlags.known().stream());
        ObjectNode linux = features.putObject("linux");
        add(linux.putArray("namespaces"), Arrays.stream(NamespaceType.values()).map(NamespaceType::specName));
        add(linux.putArray("capabilities"), Arrays.stream(Capability.values()).map(c -> "CAP_" + c.name()));
        linux.putObject("cgroup")
                .put("v1", true)
                .put("v2", true)
                .put("systemd", false)
                .put("systemdUser", false)
                .put("rdma", false);
        seccomp(linux.putObject("seccomp"));
        for (String module : List.of("apparmor", "selinux")) {
            linux.putObject(module).put("enabled", true);
        }
        linux.putObject("intelRdt").put("enabled", false);
        linux.putObject("mountExtensions").putObject("idmap").put("enabled", true);
        features.putObject("annotations");
        return features;
    }

    private static void seccomp(ObjectNode seccomp) {
        seccomp.put("enabled", true);
        add(
                seccomp.putArray("actions"),
                Stream.of("ALLOW", "ERRNO", "KILL", "KILL_PROCESS", "KILL_THREAD", "LOG", "NOTIFY", "TRACE", "TRAP")
                        .map(action -> "SCMP_ACT_" + action));
        add(
                seccomp.putArray("operators"),
                Stream.of("EQ", "GE", "GT", "LE", "LT", "MASKED_EQ", "NE").map(operator -> "SCMP_CMP_" + operator));
        add(
                seccomp.putArray("archs"),
                Stream.of("AARCH64", "ARM", "X32", "X86", "X86_64").map(arch -> "SCMP_ARCH_" + arch));
        add(
                seccomp.putArray("supportedFlags"),
                Stream.of("TSYNC", "LOG", "SPEC_ALLOW", "WAIT_KILLABLE_RECV")
                        .map(flag -> "SECCOMP_FILTER_FLAG_" + flag));
    }

    private static void add(ArrayNode array, Stream<String> texts) {
        texts.forEach(array::add);
    }
}
