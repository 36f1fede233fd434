package io.jfs.driver.fuseunion.server;

import io.jfs.driver.fuseunion.server.StressModel.File;
import io.jfs.driver.fuseunion.server.StressModel.Slot;
import io.jfs.linux.Attributes;
import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileStat;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Does one random operation after the other, and compares what each answers with the model. */
final class StressWorker {
    private static final String OK = "ok";

    private final StressModel model;
    private final List<Fd> directories;
    private final Random random;
    private final String name;
    private long made;
    private long oldListings;

    /** @param directories open ones: they stay the same whatever they are called */
    StressWorker(StressModel model, List<Fd> directories, long seed) {
        this.model = model;
        this.directories = directories;
        this.random = new Random(seed);
        this.name = "worker" + seed;
    }

    void step() throws Exception {
        Slot a = model.slot(random.nextInt(model.slots().size()));
        Slot b = model.slot(random.nextInt(model.slots().size()));
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> on(a, "create", () -> create(a));
            case 3, 4 -> on(a, "append", () -> write(a, Open.O_APPEND));
            case 5 -> on(a, "truncate", () -> write(a, Open.O_TRUNC));
            case 6, 7 -> on(a, "read", () -> check(a));
            case 8 -> on(a, "chmod", () -> chmod(a));
            case 9, 10 -> on(a, "unlink", () -> unlink(a));
            case 11 -> on(a, "unlink while open", () -> unlinkWhileOpen(a));
            case 12 -> on(a, "mkdir", () -> mkdir(a));
            case 13 -> on(a, "rmdir", () -> rmdir(a));
            case 14, 15 -> on(a, b, "rename", () -> rename(a, b));
            case 16 -> on(a, b, "rename without replacing", () -> renameNoReplace(a, b));
            case 17 -> on(a, b, "exchange", () -> exchange(a, b));
            case 18 -> on(a, b, "link", () -> link(a, b));
            default -> list(a.directory);
        }
    }

    private void on(Slot slot, String what, StressStep step) throws Exception {
        on(slot, slot, what, step);
    }

    private void on(Slot a, Slot b, String what, StressStep step) throws Exception {
        if (a == b && what.startsWith("exchange")) {
            return;
        }
        model.with(a, b, () -> {
            String before = state(a) + " " + state(b);
            try {
                step.run();
            } catch (IOException | AssertionError e) {
                throw new AssertionError(name + ": " + what + " " + a + " " + b + " (" + before + "): " + e, e);
            }
        });
    }

    private static String state(Slot slot) {
        File file = slot.file;
        return slot.isDirectory ? "directory" : file == null ? "nothing" : "file " + file.number + " x" + file.links;
    }

    private Fd directory(Slot slot) {
        return directories.get(slot.directory);
    }

    private static void expect(String outcome, StressStep call) throws Exception {
        String actual = OK;
        try {
            call.run();
        } catch (ErrnoException e) {
            actual = e.errno().name();
        }
        if (!actual.equals(outcome)) {
            throw new AssertionError("is " + actual + " and not " + outcome);
        }
    }

    private static String present(Slot slot, String ifDirectory) {
        return slot.isDirectory ? ifDirectory : slot.file == null ? Errno.ENOENT.name() : OK;
    }

    private void create(Slot slot) throws Exception {
        String content = name + " " + made++ + "\n";
        boolean free = !slot.exists();
        expect(free ? OK : Errno.EEXIST.name(), () -> {
            int flags = Open.O_CREAT | Open.O_EXCL | Open.O_WRONLY;
            try (Fd fd = Open.openAt(directory(slot), slot.name, flags, 0640)) {
                FileIo.writeFully(fd, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
            }
        });
        if (free) {
            slot.become(false, model.newFile(content, 0640));
        }
    }

    private void write(Slot slot, int how) throws Exception {
        String more = name + " more " + made++ + "\n";
        expect(present(slot, Errno.EISDIR.name()), () -> {
            try (Fd fd = Open.openAt(directory(slot), slot.name, Open.O_WRONLY | how, 0)) {
                FileIo.writeFully(fd, ByteBuffer.wrap(more.getBytes(StandardCharsets.UTF_8)));
            }
        });
        File file = slot.file;
        if (file != null) {
            file.content = how == Open.O_TRUNC ? more : file.content + more;
        }
    }

    private void chmod(Slot slot) throws Exception {
        int mode = random.nextBoolean() ? 0600 : 0666;
        expect(present(slot, OK), () -> Attributes.chmodAt(directory(slot), slot.name, mode));
        if (slot.file != null) {
            slot.file.mode = mode;
        }
    }

    private void unlink(Slot slot) throws Exception {
        expect(present(slot, Errno.EISDIR.name()), () -> Links.unlinkAt(directory(slot), slot.name));
        if (slot.file != null) {
            drop(slot);
        }
    }

    private void unlinkWhileOpen(Slot slot) throws Exception {
        File file = slot.file;
        if (file == null) {
            unlink(slot);
            return;
        }
        try (Fd fd = Open.openAt(directory(slot), slot.name, Open.O_RDWR | Open.O_APPEND, 0)) {
            unlink(slot);
            byte[] more = "unlinked\n".getBytes(StandardCharsets.UTF_8);
            FileIo.writeFully(fd, more, 0, more.length);
            file.content += "unlinked\n";
            FileStat stat = Stat.stat(fd);
            equal("links", (long) file.links, (long) stat.links());
            equal("size", (long) file.content.length(), stat.size());
        }
    }

    private static void drop(Slot slot) {
        if (slot.file != null) {
            slot.file.links--;
        }
        slot.become(false, null);
    }

    private void mkdir(Slot slot) throws Exception {
        boolean free = !slot.exists();
        expect(free ? OK : Errno.EEXIST.name(), () -> Links.mkdirAt(directory(slot), slot.name, 0755));
        if (free) {
            slot.become(true, null);
        }
    }

    private void rmdir(Slot slot) throws Exception {
        String outcome = slot.file != null ? Errno.ENOTDIR.name() : present(slot, OK);
        expect(outcome, () -> Links.removeDirectoryAt(directory(slot), slot.name));
        if (slot.isDirectory) {
            drop(slot);
        }
    }

    private void rename(Slot from, Slot to) throws Exception {
        String outcome = OK;
        if (!from.exists()) {
            outcome = Errno.ENOENT.name();
        } else if (to.exists() && from.isDirectory != to.isDirectory) {
            outcome = from.isDirectory ? Errno.ENOTDIR.name() : Errno.EISDIR.name();
        }
        expect(outcome, () -> Links.renameAt(directory(from), from.name, directory(to), to.name));
        if (outcome.equals(OK) && from != to && !isOneFile(from, to)) {
            drop(to);
            move(from, to);
        }
    }

    private static boolean isOneFile(Slot from, Slot to) {
        return from.file != null && from.file == to.file;
    }

    private static void move(Slot from, Slot to) {
        to.become(from.isDirectory, from.file);
        from.become(false, null);
    }

    private void renameNoReplace(Slot from, Slot to) throws Exception {
        String outcome = !from.exists() ? Errno.ENOENT.name() : to.exists() ? Errno.EEXIST.name() : OK;
        expect(outcome, () -> renameAt(from, to, Links.RENAME_NOREPLACE));
        if (outcome.equals(OK)) {
            move(from, to);
        }
    }

    private void renameAt(Slot from, Slot to, int flags) throws IOException {
        Links.renameAt2(directory(from), from.name, directory(to), to.name, flags);
    }

    private void exchange(Slot a, Slot b) throws Exception {
        String outcome = a.exists() && b.exists() ? OK : Errno.ENOENT.name();
        expect(outcome, () -> renameAt(a, b, Links.RENAME_EXCHANGE));
        if (outcome.equals(OK)) {
            boolean wasDirectory = a.isDirectory;
            @Nullable File file = a.file;
            a.become(b.isDirectory, b.file);
            b.become(wasDirectory, file);
        }
    }

    private void link(Slot from, Slot to) throws Exception {
        String outcome = !from.exists()
                ? Errno.ENOENT.name()
                : to.exists() ? Errno.EEXIST.name() : from.isDirectory ? Errno.EPERM.name() : OK;
        expect(outcome, () -> Links.linkAt(directory(from), from.name, directory(to), to.name));
        File file = from.file;
        if (outcome.equals(OK) && file != null) {
            file.links++;
            to.become(false, file);
        }
    }

    /**
     * A listing may show what was removed just before it began, if another one is under way: the kernel goes on from
     * its own cache, without a look whether that is old. The next listing is right.
     */
    private void list(int index) throws IOException {
        Set<String> gone = listOnce(index);
        if (gone.isEmpty()) {
            return;
        }
        oldListings++;
        Set<String> still = listOnce(index);
        still.retainAll(gone);
        if (!still.isEmpty()) {
            throw new AssertionError("directory " + index + " lists " + still + " again, which are not there");
        }
    }

    /** Names that are listed and were not there. */
    private Set<String> listOnce(int index) throws IOException {
        long since = model.now();
        TreeSet<String> names = new TreeSet<>();
        try (Fd own = Open.openAt(directories.get(index), ".", Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            for (DirectoryEntry entry : Directory.list(own)) {
                if (!names.add(entry.name())) {
                    throw new AssertionError("directory " + index + " lists " + entry.name() + " twice");
                }
            }
        }
        return model.checkListing(index, names, since);
    }

    /** How many listings showed what was not there any more. */
    long oldListings() {
        return oldListings;
    }

    /** Compares all that one name shows; with the slot's lock. */
    void check(Slot slot) throws Exception {
        File file = slot.file;
        if (file == null) {
            boolean there = Stat.find(directory(slot), slot.name).isPresent();
            equal("is there", slot.isDirectory, there);
            return;
        }
        FileStat stat = Stat.statAt(directory(slot), slot.name);
        if (file.inode == 0) {
            file.inode = stat.inode();
        }
        equal("inode", file.inode, stat.inode());
        equal("links", (long) file.links, (long) stat.links());
        equal("mode", file.mode, stat.permissions());
        equal("size", (long) file.content.length(), stat.size());
        equal("content", file.content, read(directory(slot), slot.name));
    }

    private static String read(Fd directory, String name) throws IOException {
        try (InputStream in = FileIo.inputStream(Open.openAt(directory, name, Open.O_RDONLY, 0))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void equal(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + " is " + actual + " and not " + expected);
        }
    }
}
