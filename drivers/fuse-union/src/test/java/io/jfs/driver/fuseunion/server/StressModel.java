package io.jfs.driver.fuseunion.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a tree must show that many threads change. Each name is a slot with a lock, held while its operation runs: so
 * the outcome of every operation is known, while all others in the same directories run beside it. The locks are taken
 * in the order of their numbers, a slot's before a file's.
 */
final class StressModel {
    static final int DIRECTORIES = 5;
    static final int NAMES = 10;

    /** Something with a lock and a place in the order. */
    abstract static class Ordered extends ReentrantLock {
        private static final long serialVersionUID = 1;

        final long number;

        Ordered(long number) {
            this.number = number;
        }
    }

    /** A file, by whatever names. */
    static final class File extends Ordered {
        private static final long serialVersionUID = 1;

        String content;
        int mode;
        int links = 1;

        /** 0 until somebody has asked; it never changes then. */
        long inode;

        File(long number, String content, int mode) {
            super(number);
            this.content = content;
            this.mode = mode;
        }
    }

    /** A name in a directory: a file, an empty directory, or nothing. */
    static final class Slot extends Ordered {
        private static final long serialVersionUID = 1;

        final int directory;
        final String name;
        transient @Nullable File file;
        boolean isDirectory;
        long changed;

        Slot(long number, int directory, String name) {
            super(number);
            this.directory = directory;
            this.name = name;
        }

        boolean exists() {
            return isDirectory || file != null;
        }

        void become(boolean directoryNow, @Nullable File fileNow) {
            isDirectory = directoryNow;
            file = fileNow;
        }

        @Override
        public String toString() {
            return directory + "/" + name;
        }
    }

    private final List<Slot> slots = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong files = new AtomicLong(1_000_000); // after all slots

    StressModel() {
        for (int i = 0; i < DIRECTORIES * NAMES; i++) {
            slots.add(new Slot(i, i / NAMES, "n" + i % NAMES));
        }
    }

    List<Slot> slots() {
        return slots;
    }

    Slot slot(int index) {
        return slots.get(index);
    }

    File newFile(String content, int mode) {
        return new File(files.incrementAndGet(), content, mode);
    }

    /** Every change so far has a smaller or the same time. */
    long now() {
        return clock.get();
    }

    /** Runs an operation on one or two names, which nobody else touches meanwhile. */
    void with(Slot first, Slot second, StressStep step) throws Exception {
        List<Ordered> held = new ArrayList<>();
        try {
            List<Slot> both = first == second ? List.of(first) : List.of(first, second);
            lock(held, both);
            List<Ordered> named = new ArrayList<>();
            for (Slot slot : both) {
                if (slot.file != null && !named.contains(slot.file)) {
                    named.add(slot.file);
                }
            }
            lock(held, named);
            step.run();
            long time = clock.incrementAndGet();
            first.changed = time;
            second.changed = time;
        } finally {
            held.reversed().forEach(Ordered::unlock);
        }
    }

    private static void lock(List<Ordered> held, List<? extends Ordered> more) {
        more.stream().sorted(Comparator.comparingLong(one -> one.number)).forEach(one -> {
            one.lock();
            held.add(one);
        });
    }

    /**
     * Compares a listing that began at a time with the names that have not changed since. None is missing; those that
     * are not there any more are returned.
     */
    Set<String> checkListing(int directory, Set<String> listed, long since) {
        Set<String> expected = new TreeSet<>();
        Set<String> seen = new TreeSet<>(listed);
        for (Slot slot : slots) {
            if (slot.directory != directory) {
                continue;
            }
            slot.lock();
            try {
                if (slot.changed > since) {
                    seen.remove(slot.name);
                } else if (slot.exists()) {
                    expected.add(slot.name);
                }
            } finally {
                slot.unlock();
            }
        }
        if (!seen.containsAll(expected)) {
            throw new AssertionError("directory " + directory + " lists " + seen + " and not " + expected);
        }
        seen.removeAll(expected);
        return seen;
    }
}
