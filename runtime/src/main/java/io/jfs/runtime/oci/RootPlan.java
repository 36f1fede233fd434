package io.jfs.runtime.oci;

import static io.jfs.linux.mount.MountCalls.MOUNT_ATTR_RDONLY;
import static io.jfs.linux.mount.MountCalls.MS_SLAVE;

import io.jfs.linux.FileType;
import io.jfs.linux.UserNamespace;
import io.jfs.runtime.plan.MountAttributes;
import io.jfs.runtime.plan.Plan;
import io.jfs.runtime.spec.DeviceSpec;
import io.jfs.runtime.spec.IdMapping;
import io.jfs.runtime.spec.LinuxSpec;
import io.jfs.runtime.spec.MountSpec;
import io.jfs.runtime.spec.NamespaceType;
import io.jfs.runtime.spec.RuntimeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What is in the container's root: mounts, devices, and what is hidden. */
final class RootPlan {
    static final long READ_ONLY = MOUNT_ATTR_RDONLY;

    private static final int DEVICE_MODE = 0666;

    /** In a place that the image has prepared with a link, the kernel's files would appear elsewhere. */
    private static final Set<String> WITHOUT_LINKS = Set.of("proc", "sysfs");

    private static final Map<String, String> LINKS = Map.of(
            "/dev/fd", "/proc/self/fd",
            "/dev/stdin", "/proc/self/fd/0",
            "/dev/stdout", "/proc/self/fd/1",
            "/dev/stderr", "/proc/self/fd/2",
            "/dev/ptmx", "pts/ptmx");

    private final Plan plan;
    private final Slots slots;
    private final RuntimeSpec spec;
    private final LinuxSpec linux;
    private final Path bundle;
    private final Optional<String> cgroup;

    RootPlan(Plan plan, Slots slots, RuntimeSpec spec, Path bundle, Optional<String> cgroup) {
        this.plan = plan;
        this.slots = slots;
        this.spec = spec;
        this.linux = spec.linux();
        this.bundle = bundle;
        this.cgroup = cgroup;
    }

    void mounts() throws IOException {
        for (MountSpec mount : spec.mounts()) {
            MountFlags flags = MountFlags.of(mount.options());
            String type = mount.type().orElse("");
            if (flags.remount()) {
                plan.setAttributes(mount.destination(), flags.attributes(), flags.propagation());
            } else if (mount.isBind()) {
                bind(mount, flags);
            } else if (type.equals("cgroup") || type.equals("cgroup2")) {
                new CgroupMounts(
                                plan,
                                slots,
                                linux.namespace(NamespaceType.CGROUP).isPresent(),
                                cgroup.orElse(""))
                        .mount(mount.destination(), flags);
            } else {
                filesystem(mount, type, flags);
            }
        }
    }

    private void filesystem(MountSpec mount, String type, MountFlags flags) throws IOException {
        if (type.isEmpty()) {
            throw new IOException("mount " + mount.destination() + " has no type");
        }
        int how =
                (WITHOUT_LINKS.contains(type) ? Plan.MOUNT_NO_SYMLINKS : 0) | (flags.copyUp() ? Plan.MOUNT_COPY_UP : 0);
        String source = mount.source().orElse(type);
        plan.mount(
                mount.destination(),
                type,
                source,
                flags.attributes().set(),
                flags.propagation(),
                how,
                flags.filesystem());
    }

    private void bind(MountSpec mount, MountFlags flags) {
        int slot = slots.take();
        String source = bundle.resolve(mount.source().orElseThrow()).toString();
        int idmap = Plan.NO_IDMAP;
        if (!mount.uidMappings().isEmpty()) {
            idmap = slots.take();
            plan.userNamespaceHere(
                    idmap, IdMapping.mapText(mount.uidMappings()), IdMapping.mapText(mount.gidMappings()));
        } else if (flags.idmap()) {
            idmap = Plan.IDMAP_OF_CONTAINER;
        }
        long propagation = flags.propagation() == 0 ? MS_SLAVE : flags.propagation();
        boolean recursive = flags.recursive() || mount.options().contains("rbind");
        plan.bindHere(slot, source, recursive, flags.attributes(), propagation, idmap);
        plan.attach(slot, mount.destination(), 0);
    }

    private boolean devIsTheHosts() {
        return spec.mounts().stream()
                .anyMatch(
                        m -> m.isBind() && Path.of(m.destination()).normalize().equals(Path.of("/dev")));
    }

    void devices() throws IOException {
        if (devIsTheHosts()) {
            return;
        }
        boolean bind = linux.namespace(NamespaceType.USER).isPresent() || UserNamespace.isNested();
        for (DeviceSpec device : allDevices()) {
            if (bind) {
                int slot = slots.take();
                plan.bindHere(slot, device.path(), false, MountAttributes.NONE, MS_SLAVE, Plan.NO_IDMAP);
                plan.attach(slot, device.path(), 0);
            } else {
                plan.makeNode(
                        device.path(),
                        typeBits(device.type()) | device.mode().orElse(DEVICE_MODE),
                        device.major(),
                        device.minor(),
                        device.uid().orElse(0),
                        device.gid().orElse(0));
            }
        }
        LINKS.forEach(plan::symlink);
        if (Files.exists(Path.of("/proc/kcore"))) {
            plan.symlink("/dev/core", "/proc/kcore");
        }
    }

    private List<DeviceSpec> allDevices() {
        Map<String, DeviceSpec> devices = new LinkedHashMap<>();
        List.of(
                        device("/dev/null", 1, 3),
                        device("/dev/zero", 1, 5),
                        device("/dev/full", 1, 7),
                        device("/dev/tty", 5, 0),
                        device("/dev/random", 1, 8),
                        device("/dev/urandom", 1, 9))
                .forEach(device -> devices.put(device.path(), device));
        linux.devices().forEach(device -> devices.put(device.path(), device));
        return new ArrayList<>(devices.values());
    }

    private static DeviceSpec device(String path, int major, int minor) {
        OptionalInt none = OptionalInt.empty();
        return new DeviceSpec(path, 'c', major, minor, none, none, none);
    }

    private static int typeBits(char type) {
        return switch (type) {
            case 'b' -> FileType.BLOCK_DEVICE.bits();
            case 'p' -> FileType.FIFO.bits();
            default -> FileType.CHARACTER_DEVICE.bits();
        };
    }

    void hide() {
        if (!linux.maskedPaths().isEmpty()) {
            int slot = slots.take();
            plan.bindHere(slot, "/dev/null", false, MountAttributes.NONE, MS_SLAVE, Plan.NO_IDMAP);
            plan.mask(slot, linux.maskedPaths());
        }
        if (!linux.readonlyPaths().isEmpty()) {
            plan.readOnly(linux.readonlyPaths());
        }
    }
}
