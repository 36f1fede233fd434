package io.jfs.driver.btrfs;

import io.jfs.core.tree.CopyOptions;
import io.jfs.core.tree.TreeCopy;
import io.jfs.linux.Attributes;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.linux.btrfs.Subvolumes;
import java.io.IOException;
import java.util.List;

/**
 * Makes plain directories of subvolumes that a container made within its own. A snapshot would have empty directories
 * in their place, so what they hold would be lost to every child. Data is shared, not copied.
 */
final class Flattening {
    private static final int DIRECTORY = Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW;

    private Flattening() {}

    /**
     * Makes a snapshot without subvolumes within of one that has some.
     *
     * @param directory holds both
     * @param flat the name of the new one, which is read-only when it is complete, and not before
     */
    static void flatten(Fd directory, Fd source, long sourceId, String flat) throws IOException {
        List<Subvolumes.Child> children = Subvolumes.children(directory, sourceId);
        Subvolumes.snapshot(source, directory, flat, false);
        try (Fd root = Open.openAt(directory, flat, DIRECTORY, 0)) {
            long flatId = Subvolumes.info(root).id();
            for (Subvolumes.Child child : children) {
                fill(directory, flatId, child);
            }
            Subvolumes.setReadOnly(root, true);
        }
    }

    /** Inode numbers are the same in a snapshot, so its directory is found without a path. */
    private static void fill(Fd mount, long flatId, Subvolumes.Child child) throws IOException {
        try (Fd from = Subvolumes.open(mount, child.id());
                Fd parent = Subvolumes.openDirectory(mount, flatId, child.directory())) {
            FileStat before = Stat.stat(parent);
            Links.removeDirectoryAt(parent, child.name());
            Links.mkdirAt(parent, child.name(), 0700);
            try (Fd to = Open.openAt(parent, child.name(), DIRECTORY, 0)) {
                TreeCopy.copy(from, to, CopyOptions.DEFAULT);
            }
            Attributes.setTimes(parent, 0, Attributes.UTIME_OMIT, before.mtimeSeconds(), before.mtimeNanos());
        }
    }
}
