package io.jfs.runtime.oci;

import static io.jfs.linux.mount.MountCalls.MOUNT_ATTR_NODEV;
import static io.jfs.linux.mount.MountCalls.MOUNT_ATTR_NOEXEC;
import static io.jfs.linux.mount.MountCalls.MOUNT_ATTR_NOSUID;
import static io.jfs.linux.mount.MountCalls.MOUNT_ATTR_RDONLY;
import static io.jfs.linux.mount.MountCalls.MS_SLAVE;

import io.jfs.linux.mount.MountInfo;
import io.jfs.linux.mount.MountInfoEntry;
import io.jfs.runtime.plan.MountAttributes;
import io.jfs.runtime.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The container's view of the cgroups: on a machine with version 2 alone one mount, else a tmpfs with one mount for
 * each hierarchy of the host. With a cgroup namespace each shows the container's own cgroup as its root; without one it
 * is the container's own cgroup that is bound there.
 *
 * @param isolated whether the container has a cgroup namespace
 * @param own the container's cgroup below the root of each hierarchy
 */
record CgroupMounts(Plan plan, Slots slots, boolean isolated, String own) {
    private static final Path HOST = Path.of("/sys/fs/cgroup");
    private static final Set<String> NO_CONTROLLERS = Set.of("rw", "ro", "clone_children", "nsdelegate", "xattr");

    void mount(String destination, MountFlags flags) throws IOException {
        long attributes = flags.attributes().set() | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;
        List<MountInfoEntry> mounts = MountInfo.read().stream()
                .filter(m ->
                        m.type().startsWith("cgroup") && Path.of(m.mountPoint()).startsWith(HOST))
                .toList();
        if (mounts.stream().anyMatch(m -> m.mountPoint().equals(HOST.toString()))) {
            hierarchy(destination, mounts.getFirst(), attributes);
            return;
        }
        long writable = attributes & ~(long) MOUNT_ATTR_RDONLY;
        plan.mount(destination, "tmpfs", "tmpfs", writable, flags.propagation(), 0, List.of("mode=755"));
        for (MountInfoEntry mount : mounts) {
            hierarchy(destination + "/" + HOST.relativize(Path.of(mount.mountPoint())), mount, attributes);
        }
        if (attributes != writable) {
            plan.setAttributes(destination, new MountAttributes(MOUNT_ATTR_RDONLY, 0, false), 0);
        }
    }

    private void hierarchy(String destination, MountInfoEntry mount, long attributes) {
        if (isolated) {
            plan.mount(destination, mount.type(), "cgroup", attributes, 0, 0, options(mount));
            return;
        }
        int slot = slots.take();
        String source = source(mount);
        plan.bindHere(slot, source, false, new MountAttributes(attributes, 0, false), MS_SLAVE, Plan.NO_IDMAP);
        plan.attach(slot, destination, 0);
    }

    // Hierarchies that the container has no cgroup in show nothing of the host's but their root.
    private String source(MountInfoEntry mount) {
        Path directory = Path.of(mount.mountPoint()).resolve(own);
        return Files.isDirectory(directory) ? directory.toString() : mount.mountPoint();
    }

    private static List<String> options(MountInfoEntry mount) {
        List<String> options = new ArrayList<>();
        if (mount.type().equals("cgroup")) {
            for (String option : mount.superOptions()) {
                if (option.startsWith("name=")) {
                    options.add("none");
                }
                if (!NO_CONTROLLERS.contains(option) && !option.startsWith("release_agent=")) {
                    options.add(option);
                }
            }
        }
        return options;
    }
}
