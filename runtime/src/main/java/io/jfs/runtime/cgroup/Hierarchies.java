package io.jfs.runtime.cgroup;

import io.jfs.linux.mount.MountInfo;
import io.jfs.linux.mount.MountInfoEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The cgroup hierarchies of this machine.
 *
 * @param unified where version 2 is mounted
 * @param unifiedControllers which controllers it has
 * @param legacy where each controller of version 1 is mounted, by the controller's name
 * @param base below which cgroup of all hierarchies this process can make others: empty text for all of it
 */
public record Hierarchies(
        Optional<Path> unified, Set<String> unifiedControllers, Map<String, Path> legacy, Optional<String> base) {
    private static final Set<String> LEGACY_CONTROLLERS = Set.of(
            "blkio",
            "cpu",
            "cpuacct",
            "cpuset",
            "devices",
            "freezer",
            "hugetlb",
            "memory",
            "misc",
            "net_cls",
            "net_prio",
            "perf_event",
            "pids",
            "rdma");

    /** Asks the machine. A plain user has what was delegated to him, in version 2. */
    public static Hierarchies read() throws IOException {
        Hierarchies all = of(MountInfo.read());
        boolean whole = all.roots().allMatch(Files::isWritable);
        return whole ? all : Delegation.of(all);
    }

    private Stream<Path> roots() {
        return Stream.concat(unified.stream(), legacy.values().stream()).limit(1);
    }

    static Hierarchies of(List<MountInfoEntry> mounts) throws IOException {
        Map<String, Path> legacy = new LinkedHashMap<>();
        Optional<Path> unified = Optional.empty();
        for (MountInfoEntry mount : mounts) {
            if (mount.type().equals("cgroup2") && unified.isEmpty()) {
                unified = Optional.of(Path.of(mount.mountPoint()));
            }
            if (mount.type().equals("cgroup")) {
                for (String option : mount.superOptions()) {
                    if (LEGACY_CONTROLLERS.contains(option)) {
                        legacy.putIfAbsent(option, Path.of(mount.mountPoint()));
                    }
                }
            }
        }
        return new Hierarchies(unified, controllers(unified), legacy, Optional.of(""));
    }

    static Set<String> controllers(Optional<Path> directory) throws IOException {
        if (directory.isEmpty()) {
            return Set.of();
        }
        Path file = directory.get().resolve("cgroup.controllers");
        String text = Files.exists(file) ? Files.readString(file).strip() : "";
        return text.isEmpty() ? Set.of() : new TreeSet<>(List.of(text.split(" ", -1)));
    }

    /** The controller's mount in version 1; empty if version 2 has it, or nobody. */
    Optional<Path> legacy(String controller) {
        return Optional.ofNullable(legacy.get(controller));
    }

    /** Whether version 2 has the controller. */
    boolean isUnified(String controller) {
        return unifiedControllers.contains(controller);
    }

    /** Whether all hierarchies are this process's to change, as root's are. */
    public boolean isWhole() {
        return base.equals(Optional.of(""));
    }

    /** Whether a limit of this controller can be set, in either version. */
    public boolean has(String controller) {
        return legacy(controller).isPresent() || isUnified(controller);
    }

    /** Whether limits on memory and swap together can be set. */
    public boolean hasSwapLimit() {
        return isUnified("memory")
                || legacy("memory")
                        .filter(root -> Files.exists(root.resolve("memory.memsw.limit_in_bytes")))
                        .isPresent();
    }
}
