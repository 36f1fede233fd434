package io.jfs.runtime.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.runtime.cgroup.Hierarchies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which limits a plain user's containers have: those whose cgroup controllers were delegated to him. */
final class DelegatedLimits {
    private static final System.Logger LOG = System.getLogger("io.jfs.runtime.cgroup");

    /** By the section of {@code linux.resources}. */
    private static final Map<String, String> CONTROLLERS =
            Map.of("memory", "memory", "cpu", "cpu", "pids", "pids", "blockIO", "io");

    private DelegatedLimits() {}

    /** Takes the others away, and says so: a container without a limit is better than none. */
    static void keep(ObjectNode resources, Hierarchies cgroups) {
        List<String> lost = new ArrayList<>();
        CONTROLLERS.forEach((section, controller) -> {
            boolean asked = !resources.path(section).isEmpty();
            if (asked && !cgroups.has(controller)) {
                resources.remove(section);
                lost.add(controller);
            }
        });
        if (!lost.isEmpty()) {
            lost.sort(null);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no limit of " + String.join(", ", lost)
                            + ": the cgroup controller is not delegated to this user (try systemd-run --user --scope -p"
                            + " Delegate=yes)");
        }
    }
}
