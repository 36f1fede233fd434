package io.jfs.runtime.oci;

import static io.jfs.linux.mount.MountCalls.MOUNT_ATTR_NOATIME;
import static io.jfs.linux.mount.MountCalls.MOUNT_ATTR_NODEV;
import static io.jfs.linux.mount.MountCalls.MOUNT_ATTR_NODIRATIME;
import static io.jfs.linux.mount.MountCalls.MOUNT_ATTR_NOEXEC;
import static io.jfs.linux.mount.MountCalls.MOUNT_ATTR_NOSUID;
import static io.jfs.linux.mount.MountCalls.MOUNT_ATTR_NOSYMFOLLOW;
import static io.jfs.linux.mount.MountCalls.MOUNT_ATTR_RDONLY;
import static io.jfs.linux.mount.MountCalls.MS_PRIVATE;
import static io.jfs.linux.mount.MountCalls.MS_REC;
import static io.jfs.linux.mount.MountCalls.MS_SHARED;
import static io.jfs.linux.mount.MountCalls.MS_SLAVE;
import static io.jfs.linux.mount.MountCalls.MS_UNBINDABLE;

import io.jfs.runtime.plan.MountAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A {@code config.json}'s mount options (runtime-spec, config.md, "Linux mount options"), sorted by who understands
 * them.
 *
 * @param attributes for the mount
 * @param propagation {@code MS_PRIVATE} and the like; 0 if none is asked for
 * @param propagatesRecursively whether the propagation is that of the mounts below, too
 * @param recursive whether a bind mount takes the mounts below the source along
 * @param remount whether what is mounted there already is changed
 * @param copyUp whether a tmpfs begins with what the image has there
 * @param idmap whether ids are mapped as in the container's user namespace
 * @param filesystem the rest, for the filesystem
 */
record MountFlags(
        MountAttributes attributes,
        long propagation,
        boolean propagatesRecursively,
        boolean recursive,
        boolean remount,
        boolean copyUp,
        boolean idmap,
        List<String> filesystem) {
    private static final int ATIME_MASK = 0x70; // MOUNT_ATTR__ATIME, linux/mount.h
    private static final int STRICTATIME = 0x20;

    private record Bits(long set, long clear) {}

    private static final Map<String, Bits> ATTRIBUTES = Map.ofEntries(
            Map.entry("ro", new Bits(MOUNT_ATTR_RDONLY, 0)),
            Map.entry("rw", new Bits(0, MOUNT_ATTR_RDONLY)),
            Map.entry("nosuid", new Bits(MOUNT_ATTR_NOSUID, 0)),
            Map.entry("suid", new Bits(0, MOUNT_ATTR_NOSUID)),
            Map.entry("nodev", new Bits(MOUNT_ATTR_NODEV, 0)),
            Map.entry("dev", new Bits(0, MOUNT_ATTR_NODEV)),
            Map.entry("noexec", new Bits(MOUNT_ATTR_NOEXEC, 0)),
            Map.entry("exec", new Bits(0, MOUNT_ATTR_NOEXEC)),
            Map.entry("noatime", new Bits(MOUNT_ATTR_NOATIME, ATIME_MASK)),
            Map.entry("atime", new Bits(0, ATIME_MASK)),
            Map.entry("relatime", new Bits(0, ATIME_MASK)),
            Map.entry("norelatime", new Bits(STRICTATIME, ATIME_MASK)),
            Map.entry("strictatime", new Bits(STRICTATIME, ATIME_MASK)),
            Map.entry("nostrictatime", new Bits(0, ATIME_MASK)),
            Map.entry("nodiratime", new Bits(MOUNT_ATTR_NODIRATIME, 0)),
            Map.entry("diratime", new Bits(0, MOUNT_ATTR_NODIRATIME)),
            Map.entry("nosymfollow", new Bits(MOUNT_ATTR_NOSYMFOLLOW, 0)),
            Map.entry("symfollow", new Bits(0, MOUNT_ATTR_NOSYMFOLLOW)));

    private static final Map<String, Long> PROPAGATIONS =
            Map.of("private", MS_PRIVATE, "slave", MS_SLAVE, "shared", MS_SHARED, "unbindable", MS_UNBINDABLE);

    private static final Set<String> NOTHING =
            Set.of("defaults", "bind", "async", "nomand", "nofail", "silent", "loud", "noiversion", "nolazytime");

    static MountFlags of(List<String> options) {
        Builder builder = new Builder();
        options.forEach(builder::add);
        return builder.build();
    }

    /** The options that are for the mount itself, sorted. */
    static SortedSet<String> known() {
        SortedSet<String> known = new TreeSet<>(NOTHING);
        known.addAll(List.of("rbind", "remount", "tmpcopyup", "idmap", "ridmap"));
        for (Set<String> words : List.of(ATTRIBUTES.keySet(), PROPAGATIONS.keySet())) {
            words.forEach(word -> known.addAll(List.of(word, "r" + word)));
        }
        return known;
    }

    /** The flags of mount(2) for a propagation; empty for a word that is none. */
    static Optional<Long> propagation(String word) {
        Long plain = PROPAGATIONS.get(word);
        if (plain == null && word.startsWith("r")) {
            Long recursive = PROPAGATIONS.get(word.substring(1));
            return recursive == null ? Optional.empty() : Optional.of(recursive | MS_REC);
        }
        return Optional.ofNullable(plain);
    }

    private static final class Builder {
        private long set;
        private long clear;
        private boolean below;
        private long propagation;
        private boolean recursive;
        private boolean remount;
        private boolean copyUp;
        private boolean idmap;
        private final List<String> filesystem = new ArrayList<>();

        void add(String option) {
            Optional<Long> propagates = propagation(option);
            if (propagates.isPresent()) {
                propagation = propagates.get();
            } else if (ATTRIBUTES.containsKey(option)) {
                attribute(ATTRIBUTES.get(option));
            } else if (option.startsWith("r") && ATTRIBUTES.containsKey(option.substring(1))) {
                below = true;
                attribute(ATTRIBUTES.get(option.substring(1)));
            } else {
                other(option);
            }
        }

        private void attribute(Bits bits) {
            set = (set & ~bits.clear) | bits.set;
            clear = (clear & ~bits.set) | bits.clear;
        }

        private void other(String option) {
            switch (option) {
                case "rbind" -> recursive = true;
                case "remount" -> remount = true;
                case "tmpcopyup" -> copyUp = true;
                case "idmap", "ridmap" -> idmap = true;
                default -> {
                    if (!NOTHING.contains(option)) {
                        filesystem.add(option);
                    }
                }
            }
        }

        MountFlags build() {
            // The kernel wants all of atime's bits cleared where any is to change.
            long cleared = (clear & ATIME_MASK) == 0 ? clear : clear | ATIME_MASK;
            return new MountFlags(
                    new MountAttributes(set, cleared, below),
                    propagation & ~MS_REC,
                    (propagation & MS_REC) != 0,
                    recursive,
                    remount,
                    copyUp,
                    idmap,
                    List.copyOf(filesystem));
        }
    }
}
