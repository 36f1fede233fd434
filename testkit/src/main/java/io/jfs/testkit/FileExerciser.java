package io.jfs.testkit;

import io.jfs.linux.DataCopy;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileRange;
import io.jfs.linux.Open;
import io.jfs.linux.SharedMapping;
import io.jfs.linux.Stat;
import io.jfs.linux.Sync;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Does to one file at random what programs do (read, write, append, truncate, allocate, punch, zero, collapse, insert,
 * copy ranges, map, seek holes, sync, open anew), and compares each answer with an array in memory. The same seed does
 * the same. Between two runs the filesystem may be mounted anew: {@link #run} expects what the last one left.
 *
 * <p>Shared with nobody: whoever else writes the file makes it fail.
 */
public final class FileExerciser {
    // linux/falloc.h
    private static final int FALLOC_FL_COLLAPSE_RANGE = 8;
    private static final int FALLOC_FL_ZERO_RANGE = 16;
    private static final int FALLOC_FL_INSERT_RANGE = 32;

    private static final int BLOCK = 4096;
    private static final int LONGEST = 70_000;
    private static final int REMEMBERED = 25;

    private final String name;
    private final FileModel model;
    private final Random random;
    private final long seed;
    private final Deque<String> story = new ArrayDeque<>();
    private boolean changed;
    private boolean maps = true;

    private interface Change {
        void run() throws IOException;
    }

    /**
     * @param name of the file
     * @param content what it holds; empty if it does not exist
     * @param seed decides all that is done
     */
    public FileExerciser(String name, byte[] content, long seed) {
        this.name = name;
        this.model = new FileModel(content);
        this.seed = seed;
        this.random = new Random(seed);
    }

    /**
     * Maps nothing: for a filesystem that this very process serves. A thread that faults on its own page, or unmaps a
     * dirty one, holds what the serving threads need for their memory, and all wait for ever.
     */
    public FileExerciser withoutMappings() {
        maps = false;
        return this;
    }

    /**
     * Does so many steps.
     *
     * @param directory open, with the file in it
     * @throws AssertionError if the file does not answer as the array does, or something fails; tells the seed and the
     *     last steps
     */
    public void run(Fd directory, int steps) {
        try (Files files = new Files(directory)) {
            compareAll(files);
            for (int i = 0; i < steps; i++) {
                step(files);
            }
            compareAll(files);
        } catch (IOException | AssertionError e) {
            throw new AssertionError(
                    name + ", seed " + seed + ": " + e.getMessage() + "; the last steps:\n" + String.join("\n", story),
                    e);
        }
    }

    /** The descriptors in use; what is not open is opened when it is asked for. */
    private final class Files implements AutoCloseable {
        private final Fd directory;
        private @Nullable Fd both;
        private @Nullable Fd appending;
        private @Nullable Fd reading;

        Files(Fd directory) {
            this.directory = directory;
        }

        private Fd open(int flags) throws IOException {
            return Open.openAt(directory, name, flags | Open.O_CREAT, 0644);
        }

        Fd both() throws IOException {
            Fd now = both;
            both = now != null ? now : open(Open.O_RDWR);
            return both;
        }

        Fd appending() throws IOException {
            Fd now = appending;
            appending = now != null ? now : open(Open.O_WRONLY | Open.O_APPEND);
            return appending;
        }

        /** Before the first change it may show the file of before for as long as it is open, so it is opened anew. */
        Fd reading() throws IOException {
            Fd now = reading;
            if (now != null && !changed) {
                now.close();
                now = null;
            }
            reading = now != null ? now : open(Open.O_RDONLY);
            return reading;
        }

        Path path() {
            return Path.of(directory.procPath(), name);
        }

        @Override
        public void close() {
            for (Fd fd : new Fd[] {both, appending, reading}) {
                if (fd != null) {
                    fd.close();
                }
            }
            both = null;
            appending = null;
            reading = null;
        }
    }

    private void step(Files files) throws IOException {
        int offset = random.nextInt(FileModel.LIMIT);
        int length = 1 + random.nextInt(random.nextBoolean() ? LONGEST : 200);
        length = Math.min(length, FileModel.LIMIT - offset);
        switch (random.nextInt(24)) {
            case 0, 1 -> read(files.both(), offset, length);
            case 2, 3 -> read(files.reading(), offset, length);
            case 4, 5, 6, 7 -> write(files, offset, length);
            case 8, 9 -> append(files, length);
            case 10 -> truncate(files, random.nextInt(model.size() + 1));
            case 11 -> truncate(files, offset);
            case 12 -> allocate(files, 0, offset, length);
            case 13 -> allocate(files, FileRange.FALLOC_FL_KEEP_SIZE, offset, length);
            case 14 -> allocate(files, FileRange.FALLOC_FL_PUNCH_HOLE | FileRange.FALLOC_FL_KEEP_SIZE, offset, length);
            case 15 -> allocate(files, FALLOC_FL_ZERO_RANGE, offset, length);
            case 16 -> move(files, offset, length);
            case 17 -> copy(files, offset, length);
            case 18, 19 -> map(files, length);
            case 20 -> seek(files.both(), offset);
            case 21 -> sync(files);
            case 22 -> again(files, length % 20 == 0);
            default -> compareAll(files);
        }
        long size = Stat.statAt(files.directory, name).size();
        expect(size == model.size(), "its size is " + size + " and not " + model.size());
    }

    private static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private void tell(String what, long from, long to) {
        story.add(what + " " + from + ".." + to + " (size " + model.size() + ")");
        if (story.size() > REMEMBERED) {
            story.remove();
        }
    }

    private byte[] data(int length) {
        byte[] data = new byte[length];
        random.nextBytes(data);
        return data;
    }

    private void read(Fd file, int offset, int length) throws IOException {
        tell("read", offset, offset + length);
        compare(file, offset, length);
    }

    private void compareAll(Files files) throws IOException {
        tell("compare", 0, model.size());
        compare(files.reading(), 0, FileModel.LIMIT);
    }

    private void compare(Fd file, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (FileIo.pread(file, buffer, offset + buffer.position()) <= 0) {
                break;
            }
        }
        compare(Arrays.copyOf(buffer.array(), buffer.position()), offset, model.range(offset, length));
    }

    private static void compare(byte[] is, int offset, byte[] expected) {
        int difference = Arrays.mismatch(is, expected);
        if (difference >= 0) {
            boolean within = difference < Math.min(is.length, expected.length);
            throw new AssertionError(
                    within
                            ? "at " + (offset + difference) + " is " + is[difference] + " and not "
                                    + expected[difference]
                            : "from " + offset + " on " + is.length + " bytes are read and not " + expected.length);
        }
    }

    private void write(Files files, int offset, int length) throws IOException {
        tell("write", offset, offset + length);
        byte[] data = data(length);
        FileIo.pwriteFully(files.both(), ByteBuffer.wrap(data), offset);
        model.write(offset, data);
        changed = true;
    }

    private void append(Files files, int length) throws IOException {
        int room = Math.min(length, FileModel.LIMIT - model.size());
        tell("append", model.size(), model.size() + room);
        byte[] data = data(room);
        FileIo.writeFully(files.appending(), data, 0, room);
        model.write(model.size(), data);
        changed = true;
    }

    private void truncate(Files files, int size) throws IOException {
        tell("truncate", size, size);
        FileIo.truncate(files.both(), size);
        model.truncate(size);
        changed = true;
    }

    private void allocate(Files files, int mode, int offset, int length) throws IOException {
        tell("allocate, mode " + mode + ",", offset, offset + length);
        onlyIfSupported(() -> {
            FileRange.allocate(files.both(), mode, offset, length);
            boolean zeros = (mode & (FileRange.FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE)) != 0;
            if (zeros) {
                model.zero(offset, length);
            }
            if ((mode & FileRange.FALLOC_FL_KEEP_SIZE) == 0) {
                model.grow(offset + length);
            }
            changed = true;
        });
    }

    /** Takes blocks out, or puts some in. */
    private void move(Files files, int at, int about) throws IOException {
        int offset = at / BLOCK * BLOCK;
        int length = (1 + about / BLOCK) * BLOCK;
        boolean collapse = offset + length < model.size();
        boolean insert = offset < model.size() && model.size() + length <= FileModel.LIMIT;
        if (!collapse && !insert) {
            return;
        }
        tell(collapse ? "collapse" : "insert", offset, offset + length);
        onlyIfSupported(() -> {
            int mode = collapse ? FALLOC_FL_COLLAPSE_RANGE : FALLOC_FL_INSERT_RANGE;
            FileRange.allocate(files.both(), mode, offset, length);
            if (collapse) {
                model.collapse(offset, length);
            } else {
                model.insert(offset, length);
            }
            changed = true;
        });
    }

    /** A filesystem that cannot do something says so, and nothing has happened. */
    private static void onlyIfSupported(Change change) throws IOException {
        try {
            change.run();
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EOPNOTSUPP) {
                throw e;
            }
        }
    }

    /** Copies within the file. */
    private void copy(Files files, int from, int length) throws IOException {
        int to = random.nextInt(FileModel.LIMIT);
        int count = Math.min(Math.min(length, Math.abs(from - to)), FileModel.LIMIT - Math.max(from, to));
        if (count <= 0) {
            return;
        }
        tell("copy to " + to + " from", from, from + count);
        long copied = FileRange.copy(files.both(), from, files.both(), to, count);
        byte[] data = model.range(from, count);
        expect(
                copied == data.length || (copied > 0 && copied < data.length),
                copied + " bytes are copied and not " + data.length);
        if (copied > 0) {
            model.write(to, Arrays.copyOf(data, (int) copied));
            changed = true;
        }
    }

    /** Reads by a shared mapping and changes it here and there; what it shows is what the descriptors show. */
    private void map(Files files, int about) throws IOException {
        int size = model.size();
        if (size == 0 || !maps) {
            return;
        }
        int offset = random.nextInt(size);
        int length = Math.min(about, size - offset);
        tell("map and change", offset, offset + length);
        changed = true;
        files.both(); // copied up before it is mapped, so that the mapping is that of the copy
        try (SharedMapping mapping = SharedMapping.of(files.path(), size)) {
            byte[] shown = new byte[length];
            byte[] data = data(length);
            for (int i = 0; i < length; i++) {
                shown[i] = mapping.get(offset + (long) i);
                mapping.set(offset + (long) i, data[i]);
            }
            compare(shown, offset, model.range(offset, length));
            model.write(offset, data);
            if (random.nextBoolean()) {
                mapping.force();
            }
            compare(files.reading(), offset, length);
            write(files, offset, Math.min(length, 100));
            expect(mapping.get(offset) == model.range(offset, 1)[0], "the mapping does not show what was written");
        }
    }

    /** What is said to be a hole reads as zeros, and there is one at the end. */
    private void seek(Fd file, int offset) throws IOException {
        tell("seek from", offset, model.size());
        if (offset >= model.size()) {
            expect(DataCopy.seekHole(file, offset) == -1, "there is a hole after the end");
            expect(DataCopy.seekData(file, offset) == -1, "there is data after the end");
            return;
        }
        long at = offset;
        while (at >= 0 && at < model.size()) {
            long data = DataCopy.seekData(file, at);
            long end = data < 0 ? model.size() : data;
            expect(model.isZero(at, end), "data is said to be a hole in " + at + ".." + end);
            long hole = data < 0 ? model.size() : DataCopy.seekHole(file, data);
            expect(hole > at && hole <= model.size(), "the hole after " + data + " is at " + hole);
            at = hole;
        }
    }

    private void sync(Files files) throws IOException {
        tell("sync", 0, model.size());
        if (random.nextBoolean()) {
            Sync.fsync(files.both());
        } else {
            Sync.fdatasync(files.both());
        }
    }

    /** Closes and opens, at times empties. */
    private void again(Files files, boolean empty) throws IOException {
        tell(empty ? "open and truncate" : "open anew", 0, model.size());
        files.close();
        if (empty) {
            files.open(Open.O_WRONLY | Open.O_TRUNC).close();
            model.truncate(0);
            changed = true;
        }
    }
}
