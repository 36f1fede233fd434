package io.jfs.runtime.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.runtime.cgroup.Hierarchies;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Which limits a plain user's containers have: those whose cgroup controllers were delegated to him. */
final class DelegatedLimits {
    private static final System.Logger LOG = System.getLogger("io.jfs.runtime.cgroup");

    private static final Set<String> CPUSET = Set.of("cpus", "mems");

    /** Limits in a section of {@code linux.resources} that need a controller. */
    private record Kind(String section, Predicate<String> field, String controller) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("blockIO", _ -> true, "io"),
            new Kind("cpu", field -> !CPUSET.contains(field), "cpu"),
            new Kind("cpu", CPUSET::contains, "cpuset"),
            new Kind("memory", _ -> true, "memory"),
            new Kind("pids", _ -> true, "pids"));

    private DelegatedLimits() {}

    /** Takes the others away, and says so: a container without a limit is better than none. */
    static void keep(ObjectNode resources, Hierarchies cgroups) {
        List<String> lost = new ArrayList<>();
        for (Kind kind : KINDS) {
            boolean wanting = !cgroups.has(kind.controller());
            if (wanting && resources.get(kind.section()) instanceof ObjectNode section && remove(section, kind)) {
                lost.add(kind.controller());
                if (section.isEmpty()) {
                    resources.remove(kind.section());
                }
            }
        }
        if (!lost.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no limit of " + String.join(", ", lost)
                            + ": the cgroup controller is not delegated to this user (try systemd-run --user --scope -p"
                            + " Delegate=yes)");
        }
    }

    private static boolean remove(ObjectNode section, Kind kind) {
        List<String> fields = new ArrayList<>();
        section.fieldNames().forEachRemaining(fields::add);
        fields.removeIf(kind.field().negate());
        section.remove(fields);
        return !fields.isEmpty();
    }
}
