package io.jfs.runtime.oci;

import io.jfs.linux.Processes;
import io.jfs.linux.UserNamespace;
import io.jfs.runtime.cgroup.Cgroup;
import io.jfs.runtime.cgroup.CgroupPath;
import io.jfs.runtime.device.DeviceAccess;
import io.jfs.runtime.spec.Resources;
import io.jfs.runtime.spec.RuntimeSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A container's cgroup, where it has one: the container's directory remembers its path. */
final class ContainerCgroups {
    private static final String FILE = "cgroup";

    private final ContainerDirectory directory;
    private final Optional<Cgroup> cgroup;

    private ContainerCgroups(ContainerDirectory directory, Optional<Cgroup> cgroup) {
        this.directory = directory;
        this.cgroup = cgroup;
    }

    /**
     * That of a container to be made. A plain user's has none unless it asks for one: without delegation nobody would
     * let him make it.
     *
     * @param enabled whether containers have cgroups at all
     */
    static ContainerCgroups of(ContainerDirectory directory, RuntimeSpec spec, boolean enabled) throws IOException {
        Optional<String> path = spec.linux().cgroupsPath();
        boolean wanted = Processes.effectiveUserId() == 0 || path.isPresent();
        if (!enabled || !wanted) {
            return new ContainerCgroups(directory, Optional.empty());
        }
        try {
            CgroupPath parsed = path.map(CgroupPath::parse)
                    .orElseGet(() -> CgroupPath.ofContainer(directory.id().text()));
            return new ContainerCgroups(directory, Optional.of(Cgroup.at(parsed)));
        } catch (IllegalArgumentException e) {
            throw new IOException("linux.cgroupsPath: " + e.getMessage(), e);
        }
    }

    /** That of a container that exists. */
    static ContainerCgroups open(ContainerDirectory directory) throws IOException {
        Optional<String> path = directory.read(FILE);
        return new ContainerCgroups(
                directory, path.isPresent() ? Optional.of(Cgroup.at(new CgroupPath(path.get()))) : Optional.empty());
    }

    void create(Resources resources) throws IOException {
        if (cgroup.isPresent()) {
            // Remembered first: whatever happens from here on, deletion finds it.
            directory.replace(FILE, cgroup.get().path().text());
            cgroup.get().create(resources);
            Freezer.remember(directory, cgroup.get());
            if (!UserNamespace.isNested() && Processes.effectiveUserId() == 0) {
                DeviceAccess.restrict(cgroup.get(), resources.devices());
            }
        }
    }

    Optional<String> path() {
        return cgroup.map(group -> group.path().text());
    }

    List<ContainerPlan.CgroupEntry> entries() {
        return cgroup.map(Cgroup::entries).orElse(List.of()).stream()
                .map(entry -> new ContainerPlan.CgroupEntry(
                        entry.version(), entry.directory().toString()))
                .toList();
    }

    /** Where the kernel counts processes killed for want of memory; empty if nowhere. */
    String memoryEventFile() {
        return cgroup.flatMap(Cgroup::memoryEventFile).map(Path::toString).orElse("");
    }

    /** @throws IOException if the container has none */
    Cgroup get() throws IOException {
        return cgroup.orElseThrow(() -> new IOException("container " + directory.id() + " has no cgroup"));
    }

    /** Kills all that is in it. */
    void kill() throws IOException {
        if (cgroup.isPresent() && cgroup.get().exists()) {
            cgroup.get().kill();
        }
    }

    void remove() throws IOException {
        if (cgroup.isPresent()) {
            cgroup.get().remove();
        }
    }
}
