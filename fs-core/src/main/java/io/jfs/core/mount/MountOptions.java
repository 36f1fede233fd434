package io.jfs.core.mount;

import io.jfs.core.Mount;
import io.jfs.linux.mount.MountCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A mount's options, sorted by who understands them: the mount itself or its filesystem.
 *
 * @param attributes {@code MOUNT_ATTR_*} for fsmount(2) and mount_setattr(2)
 * @param flags the same as {@code MS_*} for mount(2)
 * @param isRecursive whether a bind takes submounts along ({@code rbind})
 * @param filesystem the rest, for the filesystem
 */
record MountOptions(int attributes, long flags, boolean isRecursive, List<String> filesystem) {
    private record Bits(int attribute, long flag) {}

    private static final Map<String, Bits> OF_THE_MOUNT = Map.of(
            "ro", new Bits(MountCalls.MOUNT_ATTR_RDONLY, MountCalls.MS_RDONLY),
            "nosuid", new Bits(MountCalls.MOUNT_ATTR_NOSUID, MountCalls.MS_NOSUID),
            "nodev", new Bits(MountCalls.MOUNT_ATTR_NODEV, MountCalls.MS_NODEV),
            "noexec", new Bits(MountCalls.MOUNT_ATTR_NOEXEC, MountCalls.MS_NOEXEC),
            "noatime", new Bits(MountCalls.MOUNT_ATTR_NOATIME, MountCalls.MS_NOATIME));
    private static final List<String> DEFAULTS = List.of("rw", "suid", "dev", "exec", "bind", "rbind", "defaults");

    static MountOptions of(Mount mount) {
        int attributes = 0;
        long flags = 0;
        List<String> filesystem = new ArrayList<>();
        for (String option : mount.options()) {
            Bits bits = OF_THE_MOUNT.get(option);
            if (bits != null) {
                attributes |= bits.attribute;
                flags |= bits.flag;
            } else if (!DEFAULTS.contains(option)) {
                filesystem.add(option);
            }
        }
        return new MountOptions(attributes, flags, mount.options().contains("rbind"), List.copyOf(filesystem));
    }
}
