package io.jfs.runtime.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.linux.UserNamespace;
import io.jfs.runtime.cgroup.Hierarchies;
import io.jfs.runtime.container.ContainerOptions.Texts;
import io.jfs.runtime.seccomp.SeccompArch;
import io.jfs.runtime.seccomp.SeccompProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The section {@code linux} of a bundle. */
final class LinuxSection {
    private static final List<String> MASKED = List.of(
            "/proc/acpi",
            "/proc/asound",
            "/proc/interrupts",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/sys/devices/virtual/powercap",
            "/sys/firmware");
    private static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private LinuxSection() {}

    static ObjectNode of(ContainerRecord record, Sharing sharing) throws IOException {
        ContainerOptions options = record.options();
        ObjectNode linux = Json.object();
        Hierarchies cgroups = Hierarchies.read();
        cgroups.base()
                .ifPresent(base -> linux.put(
                        "cgroupsPath", Path.of("/", base, "jfs", record.id()).toString()));
        linux.set("namespaces", sharing.namespaces());
        DeviceOptions devices = DeviceOptions.of(options);
        ObjectNode resources = ResourcesSection.of(options);
        if (!cgroups.isWhole()) {
            DelegatedLimits.keep(resources, cgroups);
        }
        resources.set("devices", devices.rules());
        linux.set("resources", resources);
        linux.set("devices", devices.nodes());
        linux.set("sysctl", sysctls(options, sharing));
        SecurityOptions security = SecurityOptions.of(options);
        if (!security.systemPathsUnconfined()) {
            linux.set("maskedPaths", ProcessSection.array(MASKED));
            linux.set("readonlyPaths", ProcessSection.array(READ_ONLY));
        }
        if (!security.seccomp().orElse("").equals(SecurityOptions.UNCONFINED)) {
            linux.set("seccomp", seccomp(security, options));
        }
        return linux;
    }

    static ObjectNode seccomp(SecurityOptions security, ContainerOptions options) throws IOException {
        SeccompProfile profile = SeccompProfile.ofDefault();
        if (security.seccomp().isPresent()) {
            Path file = Path.of(security.seccomp().get());
            profile = SeccompProfile.parse(Files.readAllBytes(file), file.toString());
        }
        return profile.resolve(SeccompArch.host(), Capabilities.of(options), System.getProperty("os.version", ""));
    }

    private static ObjectNode sysctls(ContainerOptions options, Sharing sharing) throws IOException {
        ObjectNode sysctls = Json.object();
        if (sharing.ownsNetwork()) {
            // Docker's: ports below 1024 and ping need no capability in a network of one's own.
            sysctls.put("net.ipv4.ip_unprivileged_port_start", "0");
            sysctls.put("net.ipv4.ping_group_range", UserNamespace.isNested() ? "0 0" : "0 2147483647");
        }
        for (String option : options.texts(Texts.SYSCTLS)) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                throw new ContainerException("invalid sysctl \"" + option + "\": expected KEY=VALUE");
            }
            sysctls.put(option.substring(0, equals), option.substring(equals + 1));
        }
        return sysctls;
    }
}
