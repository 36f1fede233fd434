package io.jfs.union;

import io.jfs.linux.ErrnoException;
import io.jfs.linux.FileType;
import io.jfs.linux.Links;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One operation after the other, the same for the same seed, done to several trees alike. */
final class RandomOperations {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "é");

    private final Random random;

    RandomOperations(long seed) {
        this.random = new Random(seed);
    }

    /** An operation on one tree. */
    interface Operation {
        void on(Tree tree) throws IOException;
    }

    /** An operation and what it is called. */
    record Step(String text, Operation operation) {
        /** Does it; says what came of it: {@code ok} or the error's name. */
        String on(Tree tree) throws IOException {
            try {
                operation.on(tree);
                return "ok";
            } catch (ErrnoException e) {
                return e.errno().name();
            }
        }
    }

    /** A step that makes sense, mostly, in a tree with these paths. */
    Step next(List<String> paths) {
        String some = paths.get(random.nextInt(paths.size()));
        String other = paths.get(random.nextInt(paths.size()));
        String fresh = fresh(other);
        int number = random.nextInt(3);
        int flags = List.of(0, 0, Links.RENAME_NOREPLACE, Links.RENAME_EXCHANGE).get(random.nextInt(4));
        return switch (random.nextInt(22)) {
            case 0, 1 -> new Step("file " + fresh, tree -> tree.file(fresh, 0644, "new" + number));
            case 2, 3 -> new Step("mkdir " + fresh, tree -> tree.mkdir(fresh, 0755));
            case 4 -> new Step("symlink " + fresh, tree -> tree.symlink(fresh, "to" + number));
            case 5, 6 -> new Step("link " + some + " " + fresh, tree -> tree.link(some, fresh));
            case 7, 8 -> new Step("rename " + some + " " + fresh + " " + flags, tree -> tree.rename(some, fresh, flags));
            case 9, 10 -> new Step("rename " + some + " " + other + " " + flags, tree -> tree.rename(some, other, flags));
            case 11, 12 -> new Step("unlink " + some, tree -> tree.unlink(some));
            case 13 -> new Step("rmdir " + some, tree -> tree.rmdir(some));
            case 14 -> new Step("write " + some + " " + number, tree -> tree.write(some, number, "w" + number));
            case 15 -> new Step("truncate " + some, tree -> tree.truncate(some, number));
            case 16 -> new Step("chmod " + some, tree -> tree.chmod(some, number == 0 ? 0755 : 04711));
            case 17 -> new Step("chown " + some, tree -> tree.chown(some, number, 0));
            case 18 -> new Step("mtime " + some, tree -> tree.mtime(some, 1000 + number));
            case 19 -> new Step("setxattr " + some, tree -> tree.setXattr(some, "trusted.t" + number, "v" + number));
            case 20 -> new Step("removexattr " + some, tree -> tree.removeXattr(some, "trusted.t" + number));
            default -> new Step("mknod " + fresh, tree -> tree.mknod(fresh, type(number).bits() | 0600, 1, 3));
        };
    }

    private static FileType type(int number) {
        return List.of(FileType.FIFO, FileType.CHARACTER_DEVICE, FileType.SOCKET).get(number);
    }

    private String fresh(String near) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        return random.nextInt(3) == 0 || near.isEmpty() ? name : near + "/" + name;
    }

    /** The paths to choose from, without the root. */
    static List<String> paths(Tree tree) throws IOException {
        List<String> paths = new ArrayList<>(tree.dump().keySet());
        paths.remove("");
        if (paths.isEmpty()) {
            paths.add("a");
        }
        return paths;
    }
}
