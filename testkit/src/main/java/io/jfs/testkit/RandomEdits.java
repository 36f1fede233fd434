package io.jfs.testkit;

import io.jfs.core.tree.TreeRemover;
import io.jfs.core.tree.TreeWalk;
import io.jfs.linux.Attributes;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileStat;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes a tree at random, always the same way for the same seed and tree. */
public final class RandomEdits implements TreeEdit {
    /** Few names, so that edits meet; not in the order of UTF-16, and some as a send stream names things meanwhile. */
    private static final List<String> NAMES =
            List.of("a", "b", "c", "d", "B", "\u00e9", "\uFFFD", "\uD83D\uDE00", "o257-1-0", "o258-2-0");

    private final Random random;
    private final int times;

    /** @param times how many edits each application tries */
    public RandomEdits(long seed, int times) {
        this.random = new Random(seed);
        this.times = times;
    }

    @Override
    public void applyTo(Fd root) throws IOException {
        for (int i = 0; i < times; i++) {
            try {
                editOnce(root);
            } catch (ErrnoException e) {
                if (!isImpossible(e.errno())) {
                    throw e;
                }
            }
        }
    }

    /**
     * The edit made no sense where chance put it: a name exists, a directory is not empty or would be its own child, or
     * the filesystem has no such names (libfuse: see {@link TreeFacts#takesNamesOfAnyBytes}).
     */
    private static boolean isImpossible(Errno errno) {
        return switch (errno) {
            case EEXIST,
                    EILSEQ,
                    ENOENT,
                    ENOTEMPTY,
                    EINVAL,
                    ENOTDIR,
                    EISDIR,
                    EXDEV,
                    EPERM,
                    ENXIO,
                    EBUSY,
                    ELOOP,
                    ENODATA -> true;
            default -> false;
        };
    }

    private void editOnce(Fd root) throws IOException {
        List<String> all = paths(root);
        String some = all.get(random.nextInt(all.size()));
        String other = all.get(random.nextInt(all.size()));
        String name = NAMES.get(random.nextInt(NAMES.size()));
        String fresh = Stat.statAt(root, other).isDirectory() ? other + "/" + name : name;
        switch (random.nextInt(18)) {
            case 0, 1 -> write(root, fresh);
            case 2, 3 -> Links.mkdirAt(root, fresh, 0755);
            case 4 -> Links.symlinkAt(content(), root, fresh);
            case 5, 6 -> Links.linkAt(root, some, root, fresh);
            case 7, 8 -> Links.renameAt(root, some, root, fresh);
            case 9 -> Links.renameAt(root, some, root, other);
            case 10 -> Links.renameAt2(root, some, root, other, Links.RENAME_EXCHANGE);
            case 11 -> remove(root, some);
            case 12 -> {
                remove(root, some);
                Links.mkdirAt(root, some, 0755);
                write(root, some + "/" + name);
            }
            case 13 -> write(root, some);
            case 14 -> Attributes.chmodAt(root, some, random.nextBoolean() ? 0755 : 04711);
            case 15 -> Attributes.setTimesAt(root, some, 0, Attributes.UTIME_OMIT, 1000, random.nextInt(2));
            case 16 ->
                Xattr.setAt(
                        root, some, "trusted.t" + random.nextInt(2), content().getBytes(StandardCharsets.UTF_8));
            default -> replaceByCopy(root, some);
        }
    }

    private static List<String> paths(Fd root) throws IOException {
        List<String> paths = new ArrayList<>();
        TreeWalk.walk(
                root,
                entry -> paths.add(entry.path().equals("/") ? "." : entry.path().substring(1)));
        return paths;
    }

    private String content() {
        return "x".repeat(random.nextInt(2)) + random.nextInt(3);
    }

    private void write(Fd root, String path) throws IOException {
        try (Fd fd = Open.openAt(root, path, Open.O_WRONLY | Open.O_CREAT | Open.O_TRUNC | Open.O_NOFOLLOW, 0644)) {
            byte[] bytes = content().getBytes(StandardCharsets.UTF_8);
            FileIo.writeFully(fd, bytes, 0, bytes.length);
        }
    }

    private static void remove(Fd root, String path) throws IOException {
        if (!path.equals(".")) {
            TreeRemover.removeAt(root, path);
        }
    }

    /** Perhaps the same content, the same attributes, another inode. */
    private void replaceByCopy(Fd root, String path) throws IOException {
        FileStat stat = Stat.statAt(root, path);
        if (stat.isRegular()) {
            remove(root, path);
            write(root, path);
            Attributes.chmodAt(root, path, stat.permissions());
            Attributes.setTimesAt(root, path, 0, Attributes.UTIME_OMIT, stat.mtimeSeconds(), stat.mtimeNanos());
        }
    }
}
