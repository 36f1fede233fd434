package io.jfs.union;

import io.jfs.linux.ErrnoException;
import io.jfs.linux.FileType;
import io.jfs.linux.Links;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;

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

    /** A step that makes sense, mostly, in a tree as {@link Tree#dump} says. */
    Step next(SortedMap<String, String> dump) {
        List<String> paths = new ArrayList<>(dump.keySet());
        paths.remove("");
        if (paths.isEmpty()) {
            paths.add("a");
        }
        String some = paths.get(random.nextInt(paths.size()));
        String other = paths.get(random.nextInt(paths.size()));
        String fresh = fresh(other, dump);
        String file = pick(dump, "REGULAR");
        String linkable = dump.getOrDefault(some, "").startsWith("DIRECTORY") ? file : some;
        int number = random.nextInt(3);
        int flags = List.of(0, 0, Links.RENAME_NOREPLACE, Links.RENAME_EXCHANGE).get(random.nextInt(4));
        return switch (random.nextInt(22)) {
            case 0, 1 -> new Step("file " + fresh, tree -> tree.file(fresh, 0644, "new" + number));
            case 2, 3 -> new Step("mkdir " + fresh, tree -> tree.mkdir(fresh, 0755));
            case 4 -> new Step("symlink " + fresh, tree -> tree.symlink(fresh, "to" + number));
            case 5, 6 -> new Step("link " + linkable + " " + fresh, tree -> tree.link(linkable, fresh));
            case 7, 8 ->
                new Step("rename " + some + " " + fresh + " " + flags, tree -> tree.rename(some, fresh, flags));
            case 9, 10 ->
                new Step("rename " + some + " " + other + " " + flags, tree -> tree.rename(some, other, flags));
            case 11, 12 -> new Step("unlink " + some, tree -> tree.unlink(some));
            case 13 -> new Step("rmdir " + some, tree -> tree.rmdir(some));
            case 14 -> new Step("write " + file + " " + number, tree -> tree.write(file, number, "w" + number));
            case 15 -> new Step("truncate " + file, tree -> tree.truncate(file, number));
            case 16 -> new Step("chmod " + some, tree -> tree.chmod(some, number == 0 ? 0755 : 04711));
            case 17 -> new Step("chown " + some, tree -> tree.chown(some, number, 0));
            case 18 -> new Step("mtime " + some, tree -> tree.mtime(some, 1000 + number));
            case 19 -> new Step("setxattr " + some, tree -> tree.setXattr(some, "trusted.t" + number, "v" + number));
            case 20 -> new Step("removexattr " + some, tree -> tree.removeXattr(some, "trusted.t" + number));
            default ->
                new Step(
                        "mknod " + fresh, tree -> tree.mknod(fresh, type(number).bits() | 0600, 1, 3));
        };
    }

    /** Some path of this type; one that is not there if there is none. */
    private String pick(SortedMap<String, String> dump, String type) {
        List<String> paths = dump.keySet().stream()
                .filter(path -> dump.getOrDefault(path, "").startsWith(type))
                .toList();
        return paths.isEmpty() ? "none" : paths.get(random.nextInt(paths.size()));
    }

    private static FileType type(int number) {
        return List.of(FileType.FIFO, FileType.CHARACTER_DEVICE, FileType.SOCKET)
                .get(number);
    }

    /** A path that may be free; paths do not lead through anything but directories, which the kernel would follow. */
    private String fresh(String near, SortedMap<String, String> dump) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        boolean inside = dump.getOrDefault(near, "").startsWith("DIRECTORY") && random.nextInt(3) > 0;
        return inside ? near + "/" + name : name;
    }
}
