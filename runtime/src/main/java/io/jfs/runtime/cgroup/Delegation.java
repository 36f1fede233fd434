package io.jfs.runtime.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a plain user may do with cgroups: in version 2 those are his that lie, without a gap, above the one that he is
 * in and belong to him, as systemd gives them to a user's session. Version 1 cannot be delegated safely.
 */
final class Delegation {
    private static final Path OWN = Path.of("/proc/self/cgroup");
    private static final String UNIFIED = "0::/";

    private Delegation() {}

    static Hierarchies of(Hierarchies all) throws IOException {
        Optional<Path> own = own(all);
        Optional<Path> highest = Optional.empty();
        for (Optional<Path> at = own;
                at.isPresent() && isOurs(at.get());
                at = Optional.ofNullable(at.get().getParent())) {
            highest = at;
        }
        // Where processes are, controllers cannot be handed down; we are in our own.
        boolean limits = !highest.equals(own);
        Set<String> controllers = limits ? Hierarchies.controllers(highest) : Set.of();
        Optional<String> base =
                highest.map(path -> all.unified().orElseThrow().relativize(path).toString());
        return new Hierarchies(all.unified(), controllers, Map.of(), base);
    }

    private static Optional<Path> own(Hierarchies all) throws IOException {
        if (all.unified().isEmpty()) {
            return Optional.empty();
        }
        return Files.readAllLines(OWN).stream()
                .filter(line -> line.startsWith(UNIFIED))
                .map(line -> all.unified().get().resolve(line.substring(UNIFIED.length())))
                .findFirst();
    }

    private static boolean isOurs(Path cgroup) {
        return Files.isWritable(cgroup) && Files.isWritable(cgroup.resolve("cgroup.procs"));
    }
}
