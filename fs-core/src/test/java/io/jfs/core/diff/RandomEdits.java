package io.jfs.core.diff;

import io.jfs.core.tree.TreeFixture;
import io.jfs.core.tree.TreeWalk;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.Open;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes a tree at random, always the same way for the same seed. */
final class RandomEdits {
    /** Few names, so that edits meet; not in the order of UTF-16. */
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "B", "é", "\uFFFD", "\uD83D\uDE00");

    private final Random random;

    RandomEdits(Random random) {
        this.random = random;
    }

    void edit(TreeFixture tree, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            try {
                editOnce(tree);
            } catch (ErrnoException e) {
                if (!isImpossible(e.errno())) {
                    throw e;
                }
            }
        }
    }

    /**
     * The edit made no sense where chance put it: a name exists, a directory is not empty or would be its own child.
     */
    private static boolean isImpossible(Errno errno) {
        return switch (errno) {
            case EEXIST, ENOENT, ENOTEMPTY, EINVAL, ENOTDIR, EISDIR, EXDEV, EPERM, ENXIO, EBUSY, ENODATA -> true;
            default -> false;
        };
    }

    private void editOnce(TreeFixture tree) throws IOException {
        List<String> all = paths(tree);
        String some = all.get(random.nextInt(all.size()));
        String other = all.get(random.nextInt(all.size()));
        String fresh = freshPath(tree, other);
        switch (random.nextInt(20)) {
            case 0, 1 -> tree.file(fresh, content());
            case 2 -> tree.dir(fresh);
            case 3 -> tree.symlink(fresh, content());
            case 4 -> tree.link(some, fresh);
            case 5 -> tree.rename(some, fresh);
            case 6 -> tree.rename(some, other);
            case 7, 8 -> remove(tree, some);
            case 9 -> makeAgain(tree, some);
            case 10 -> tree.file(some, content());
            case 11 -> tree.chmod(some, random.nextBoolean() ? 0755 : 04711);
            case 12 -> tree.chown(some, random.nextInt(3), 0);
            case 13 -> tree.mtime(some, 1000, random.nextInt(2));
            case 14 -> tree.xattr(some, "trusted.t" + random.nextInt(2), content());
            case 15 -> Xattr.removeAt(tree.root(), some, "trusted.t0");
            case 16 -> openForWriting(tree, some);
            case 17 -> tree.device(fresh, 1, random.nextInt(3));
            case 18 -> replaceByCopy(tree, some);
            default -> tree.fifo(fresh);
        }
    }

    private static List<String> paths(TreeFixture tree) throws IOException {
        List<String> paths = new ArrayList<>();
        TreeWalk.walk(
                tree.root(),
                entry -> paths.add(entry.path().equals("/") ? "." : entry.path().substring(1)));
        return paths;
    }

    private String freshPath(TreeFixture tree, String near) throws IOException {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        return tree.stat(near).isDirectory() ? near + "/" + name : name;
    }

    private String content() {
        return "x".repeat(random.nextInt(2)) + random.nextInt(3);
    }

    private static void remove(TreeFixture tree, String path) throws IOException {
        if (!path.equals(".")) {
            tree.remove(path);
        }
    }

    /** A directory made where something was deleted is opaque. */
    private void makeAgain(TreeFixture tree, String path) throws IOException {
        remove(tree, path);
        tree.dir(path);
        tree.file(path + "/" + NAMES.get(random.nextInt(NAMES.size())), content());
    }

    /** Copies up and changes nothing. */
    private static void openForWriting(TreeFixture tree, String path) throws IOException {
        if (tree.stat(path).isRegular()) {
            try (Fd fd = Open.openAt(tree.root(), path, Open.O_RDWR, 0)) {
                fd.number();
            }
        }
    }

    /** Same content, same attributes, another inode. */
    private void replaceByCopy(TreeFixture tree, String path) throws IOException {
        FileStat stat = tree.stat(path);
        if (stat.isRegular()) {
            tree.remove(path);
            tree.file(path, content());
            tree.chown(path, stat.uid(), stat.gid());
            tree.chmod(path, stat.permissions());
            tree.mtime(path, stat.mtimeSeconds(), stat.mtimeNanos());
        }
    }
}
