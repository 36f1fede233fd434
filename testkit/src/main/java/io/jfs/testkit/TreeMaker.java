package io.jfs.testkit;

import io.jfs.core.tree.TreeRemover;
import io.jfs.linux.Attributes;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileStat;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/**
 * Makes a {@link Tree}: entries first, then hard links, then what is stated of directories, whose times would change.
 */
final class TreeMaker {
    private static final int NEW_DIRECTORY = 0755;
    private static final int NEW_FILE = 0644;

    private final Fd root;

    TreeMaker(Fd root) {
        this.root = root;
    }

    void make(TreeEntry tree) throws IOException {
        makeIn(root, tree);
        linkIn(root, tree);
        finish(root, ".", tree);
    }

    private void makeIn(Fd directory, TreeEntry entry) throws IOException {
        switch (entry.content()) {
            case TreeEntry.Directory(var entries) -> {
                makeDirectory(directory, entry.name());
                try (Fd inside = enter(directory, entry.name())) {
                    for (TreeEntry child : entries) {
                        makeIn(inside, child);
                    }
                }
            }
            case TreeEntry.HardLink _ -> {}
            case TreeEntry.Absent _ -> remove(directory, entry.name());
            default -> {
                remove(directory, entry.name());
                makeFile(directory, entry);
                setAttributes(directory, entry.name(), entry);
            }
        }
    }

    private void linkIn(Fd directory, TreeEntry entry) throws IOException {
        switch (entry.content()) {
            case TreeEntry.Directory(var entries) -> {
                try (Fd inside = enter(directory, entry.name())) {
                    for (TreeEntry child : entries) {
                        linkIn(inside, child);
                    }
                }
            }
            case TreeEntry.HardLink(String path) -> {
                remove(directory, entry.name());
                Links.linkAt(root, path, directory, entry.name());
                setAttributes(directory, entry.name(), entry);
            }
            default -> {}
        }
    }

    private static void finish(Fd directory, String name, TreeEntry entry) throws IOException {
        if (entry.content() instanceof TreeEntry.Directory(var entries)) {
            try (Fd inside = enter(directory, name)) {
                for (TreeEntry child : entries) {
                    finish(inside, child.name(), child);
                }
            }
            setAttributes(directory, name, entry);
        }
    }

    private static Fd enter(Fd directory, String name) throws IOException {
        return Open.openAt(directory, name, Open.O_RDONLY | Open.O_DIRECTORY, 0);
    }

    private static void makeDirectory(Fd directory, String name) throws IOException {
        if (Stat.find(directory, name).filter(FileStat::isDirectory).isEmpty()) {
            remove(directory, name);
            Links.mkdirAt(directory, name, NEW_DIRECTORY);
            Attributes.chmodAt(directory, name, NEW_DIRECTORY);
        }
    }

    /** The name may be a path. */
    private static void remove(Fd directory, String name) throws IOException {
        int slash = name.lastIndexOf('/');
        if (slash < 0) {
            TreeRemover.removeAt(directory, name);
            return;
        }
        try (Fd parent = enter(directory, name.substring(0, slash))) {
            TreeRemover.removeAt(parent, name.substring(slash + 1));
        }
    }

    private static void makeFile(Fd directory, TreeEntry entry) throws IOException {
        String name = entry.name();
        switch (entry.content()) {
            case TreeEntry.File(byte[] data) -> {
                try (Fd file = create(directory, name)) {
                    FileIo.writeFully(file, data, 0, data.length);
                }
                Attributes.chmodAt(directory, name, NEW_FILE);
            }
            case TreeEntry.Hole(long size) -> {
                try (Fd file = create(directory, name)) {
                    FileIo.truncate(file, size);
                }
                Attributes.chmodAt(directory, name, NEW_FILE);
            }
            case TreeEntry.Symlink(String target) -> Links.symlinkAt(target, directory, name);
            case TreeEntry.Special(var type, int major, int minor) -> {
                Links.mknodAt(directory, name, type.bits() | NEW_FILE, major, minor);
                Attributes.chmodAt(directory, name, NEW_FILE);
            }
            default -> throw new IllegalArgumentException("not a file: " + entry);
        }
    }

    private static Fd create(Fd directory, String name) throws IOException {
        return Open.openAt(directory, name, Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL, 0600);
    }

    /** Owner before mode and capabilities, since chown(2) takes those away; times last. */
    private static void setAttributes(Fd directory, String name, TreeEntry entry) throws IOException {
        if (entry.uid().isPresent() || entry.gid().isPresent()) {
            Attributes.chownAt(
                    directory, name, entry.uid().orElse(-1), entry.gid().orElse(-1));
        }
        if (entry.mode().isPresent()) {
            Attributes.chmodAt(directory, name, entry.mode().getAsInt());
        }
        for (Map.Entry<String, byte[]> xattr : entry.xattrs().entrySet()) {
            Xattr.setAt(directory, name, xattr.getKey(), xattr.getValue());
        }
        Instant mtime = entry.mtime();
        if (mtime != null) {
            Attributes.setTimesAt(directory, name, 0, Attributes.UTIME_OMIT, mtime.getEpochSecond(), mtime.getNano());
        }
    }
}
