package io.jfs.runtime.spec;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is of Linux alone (OCI runtime-spec, config-linux.md).
 *
 * @param sysctl written in the container's namespaces
 * @param cgroupsPath as the document has it; absent means one that the runtime chooses
 * @param devices nodes beyond the default ones
 * @param rootfsPropagation such as {@code rslave}; absent means {@code rprivate}
 * @param maskedPaths shown empty to the container
 * @param readonlyPaths not writable in the container
 * @param timeOffsets by clock, {@code monotonic} or {@code boottime}
 */
public record LinuxSpec(
        List<Namespace> namespaces,
        List<IdMapping> uidMappings,
        List<IdMapping> gidMappings,
        Map<String, String> sysctl,
        Resources resources,
        Optional<String> cgroupsPath,
        List<DeviceSpec> devices,
        Optional<SeccompSpec> seccomp,
        Optional<String> rootfsPropagation,
        List<String> maskedPaths,
        List<String> readonlyPaths,
        Optional<String> mountLabel,
        Optional<String> personality,
        Map<String, TimeOffset> timeOffsets) {
    private static final List<String> PROPAGATIONS =
            List.of("private", "rprivate", "slave", "rslave", "shared", "rshared", "unbindable", "runbindable");
    private static final Set<String> CLOCKS = Set.of("monotonic", "boottime");

    /** How far a clock in a time namespace is from the host's. */
    public record TimeOffset(long seconds, int nanoseconds) {
        static TimeOffset of(SpecValue json) throws InvalidSpecException {
            return new TimeOffset(
                    json.optionalLong("secs").orElse(0),
                    json.optionalInt("nanosecs", 0, 999_999_999).orElse(0));
        }
    }

    static LinuxSpec of(SpecValue json) throws InvalidSpecException {
        if (json.present()) {
            json.object();
        }
        LinuxSpec linux = new LinuxSpec(
                json.list("namespaces", Namespace::of),
                json.list("uidMappings", IdMapping::of),
                json.list("gidMappings", IdMapping::of),
                json.map("sysctl", SpecValue::anyText),
                Resources.of(json.at("resources")),
                json.optionalText("cgroupsPath"),
                json.list("devices", DeviceSpec::of),
                json.optional("seccomp", SeccompSpec::of),
                json.optionalText("rootfsPropagation"),
                json.list("maskedPaths", SpecValue::absolutePath),
                json.list("readonlyPaths", SpecValue::absolutePath),
                json.optionalText("mountLabel"),
                json.optional("personality", p -> p.at("domain").oneOf(List.of("LINUX", "LINUX32"))),
                json.map("timeOffsets", TimeOffset::of));
        linux.check(json);
        return linux;
    }

    private void check(SpecValue json) throws InvalidSpecException {
        Set<NamespaceType> seen = new HashSet<>();
        for (int i = 0; i < namespaces.size(); i++) {
            if (!seen.add(namespaces.get(i).type())) {
                String name = namespaces.get(i).type().specName();
                throw json.at("namespaces[" + i + "]").malformed("type \"" + name + "\" is given twice");
            }
        }
        if (rootfsPropagation.isPresent()) {
            json.at("rootfsPropagation").oneOf(PROPAGATIONS);
        }
        Optional<Namespace> user = namespace(NamespaceType.USER);
        requireMappings(json.at("uidMappings"), uidMappings, user);
        requireMappings(json.at("gidMappings"), gidMappings, user);
        for (String clock : timeOffsets.keySet()) {
            if (!CLOCKS.contains(clock)) {
                throw json.at("timeOffsets").malformed("unknown clock \"" + clock + '"');
            }
        }
        if (!timeOffsets.isEmpty() && namespace(NamespaceType.TIME).isEmpty()) {
            throw json.at("timeOffsets").malformed("needs a namespace of type \"time\"");
        }
    }

    private static void requireMappings(SpecValue place, List<IdMapping> mappings, Optional<Namespace> user)
            throws InvalidSpecException {
        boolean created = user.isPresent() && user.get().path().isEmpty();
        if (created && mappings.isEmpty()) {
            throw place.malformed("a new user namespace needs at least one");
        }
        if (user.isEmpty() && !mappings.isEmpty()) {
            throw place.malformed("needs a namespace of type \"user\"");
        }
    }

    /** The namespace of this type; empty if the container shares the runtime's. */
    public Optional<Namespace> namespace(NamespaceType type) {
        return namespaces.stream().filter(n -> n.type() == type).findFirst();
    }
}
