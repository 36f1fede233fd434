package io.jfs.runtime.container;

import io.jfs.runtime.container.ContainerOptions.Flag;
import io.jfs.runtime.container.ContainerOptions.Texts;
import io.jfs.runtime.spec.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which capabilities a container has: docker's default ones, with those added and dropped. */
final class Capabilities {
    private static final Set<Capability> DEFAULTS = EnumSet.of(
            Capability.CHOWN,
            Capability.DAC_OVERRIDE,
            Capability.FSETID,
            Capability.FOWNER,
            Capability.MKNOD,
            Capability.NET_RAW,
            Capability.SETGID,
            Capability.SETUID,
            Capability.SETFCAP,
            Capability.SETPCAP,
            Capability.NET_BIND_SERVICE,
            Capability.SYS_CHROOT,
            Capability.KILL,
            Capability.AUDIT_WRITE);
    private static final String BOUNDING = "CapBnd:";
    private static final String ALL = "ALL";

    private Capabilities() {}

    /** By the names of a {@code config.json}. */
    static Set<String> of(ContainerOptions options) throws IOException {
        Set<Capability> capabilities = EnumSet.copyOf(DEFAULTS);
        if (options.has(Flag.PRIVILEGED)) {
            capabilities = own();
        }
        List<String> dropped = options.texts(Texts.CAP_DROP);
        List<String> added = options.texts(Texts.CAP_ADD);
        if (dropped.stream().anyMatch(ALL::equalsIgnoreCase)) {
            capabilities.clear();
        }
        if (added.stream().anyMatch(ALL::equalsIgnoreCase)) {
            capabilities.addAll(own());
        }
        for (String name : added) {
            if (!name.equalsIgnoreCase(ALL)) {
                capabilities.add(find(name));
            }
        }
        for (String name : dropped) {
            if (!name.equalsIgnoreCase(ALL)) {
                capabilities.remove(find(name));
            }
        }
        Set<String> names = new LinkedHashSet<>();
        capabilities.forEach(capability -> names.add(capability.specName()));
        return names;
    }

    private static Capability find(String name) throws ContainerException {
        return Capability.find(name)
                .orElseThrow(() -> new ContainerException("invalid capability: unknown capability \"" + name + '"'));
    }

    // Nobody can give what he does not have: a machine may withhold some from root.
    private static Set<Capability> own() throws IOException {
        Set<Capability> own = EnumSet.noneOf(Capability.class);
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(BOUNDING)) {
                long bits =
                        Long.parseUnsignedLong(line.substring(BOUNDING.length()).strip(), 16);
                for (Capability capability : Capability.values()) {
                    if (((bits >>> capability.number()) & 1) != 0) {
                        own.add(capability);
                    }
                }
            }
        }
        return own;
    }
}
