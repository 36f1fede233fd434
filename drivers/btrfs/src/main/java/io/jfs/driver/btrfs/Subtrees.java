package io.jfs.driver.btrfs;

import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileType;
import io.jfs.linux.Open;
import io.jfs.linux.btrfs.QuotaGroups;
import io.jfs.linux.btrfs.Subvolumes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Removes subvolumes together with all subvolumes within, which a container may have made wherever it liked. */
final class Subtrees {
    private static final int DIRECTORY = Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW;

    private Subtrees() {}

    /** The names in a snapshot's directory that are subvolumes. */
    static List<String> in(Fd directory) throws IOException {
        List<String> names = new ArrayList<>();
        for (DirectoryEntry entry : Directory.list(directory)) {
            if (entry.type() == FileType.DIRECTORY) {
                try (Fd child = Open.openAt(directory, entry.name(), DIRECTORY, 0)) {
                    if (Subvolumes.isRoot(child)) {
                        names.add(entry.name());
                    }
                }
            }
        }
        return names;
    }

    /** Removes the subvolume of this name in a directory, and those within, deepest first. */
    static void destroy(Fd directory, String name) throws IOException {
        long id;
        try (Fd root = Open.openAt(directory, name, DIRECTORY, 0)) {
            id = Subvolumes.info(root).id();
        }
        destroyWithin(directory, id);
        Subvolumes.destroy(directory, name);
        QuotaGroups.forget(directory, id);
    }

    /** A subvolume and the one that it lies in. */
    private record Inner(long parent, Subvolumes.Child child) {}

    private static void destroyWithin(Fd mount, long id) throws IOException {
        List<Inner> parentsFirst = new ArrayList<>();
        Deque<Long> pending = new ArrayDeque<>(List.of(id));
        while (!pending.isEmpty()) {
            long parent = pending.pop();
            List<Subvolumes.Child> children = Subvolumes.children(mount, parent);
            if (!children.isEmpty()) {
                makeWritable(mount, parent);
            }
            for (Subvolumes.Child child : children) {
                parentsFirst.add(new Inner(parent, child));
                pending.push(child.id());
            }
        }
        for (Inner inner : parentsFirst.reversed()) {
            destroy(mount, inner);
        }
    }

    /** By id; where its path is longer than the kernel finds, by its name in its directory, which needs no path. */
    private static void destroy(Fd mount, Inner inner) throws IOException {
        try {
            Subvolumes.destroyById(mount, inner.child.id());
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENAMETOOLONG)) {
                throw e;
            }
            try (Fd directory = Subvolumes.openDirectory(mount, inner.parent, inner.child.directory())) {
                Subvolumes.destroy(directory, inner.child.name());
            }
        }
        QuotaGroups.forget(mount, inner.child.id());
    }

    private static void makeWritable(Fd mount, long id) throws IOException {
        try (Fd root = Subvolumes.open(mount, id)) {
            Subvolumes.setReadOnly(root, false);
        }
    }
}
