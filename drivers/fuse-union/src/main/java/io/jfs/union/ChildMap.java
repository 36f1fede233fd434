package io.jfs.union;

import org.jspecify.annotations.Nullable;

/**
 * The known entries of one directory by name: open addressing with linear probing, so that a hit makes no garbage.
 * Guarded by the directory's lock.
 */
final class ChildMap {
    private static final int SMALLEST = 8;

    private @Nullable Dentry[] table = new @Nullable Dentry[SMALLEST];
    private int size;

    @Nullable
    Dentry find(Name name) {
        int mask = table.length - 1;
        for (int i = name.hash() & mask; ; i = (i + 1) & mask) {
            Dentry entry = table[i];
            if (entry == null || (entry.hash == name.hash() && name.isSpelt(entry.name))) {
                return entry;
            }
        }
    }

    @Nullable
    Dentry find(String name) {
        int hash = Name.hashOf(name);
        int mask = table.length - 1;
        for (int i = hash & mask; ; i = (i + 1) & mask) {
            Dentry entry = table[i];
            if (entry == null || (entry.hash == hash && entry.name.equals(name))) {
                return entry;
            }
        }
    }

    /** Adds an entry; one with the same name goes, and is returned. */
    @Nullable
    Dentry put(Dentry entry) {
        int mask = table.length - 1;
        int i = entry.hash & mask;
        for (Dentry there = table[i]; there != null; there = table[i]) {
            if (there.hash == entry.hash && there.name.equals(entry.name)) {
                table[i] = entry;
                return there;
            }
            i = (i + 1) & mask;
        }
        table[i] = entry;
        size++;
        if (size * 4 > table.length * 3) {
            resize(table.length * 2);
        }
        return null;
    }

    /** Removes this very entry; false if it is not there. */
    boolean remove(Dentry entry) {
        int mask = table.length - 1;
        int i = entry.hash & mask;
        while (table[i] != entry) {
            if (table[i] == null) {
                return false;
            }
            i = (i + 1) & mask;
        }
        size--;
        closeGap(i);
        if (table.length > SMALLEST && size * 8 < table.length) {
            resize(table.length / 2);
        }
        return true;
    }

    /** Moves what follows in the run back, if the gap lies between it and where it belongs. */
    private void closeGap(int removed) {
        int mask = table.length - 1;
        int gap = removed;
        for (int i = (gap + 1) & mask; ; i = (i + 1) & mask) {
            Dentry entry = table[i];
            if (entry == null) {
                table[gap] = null;
                return;
            }
            int home = entry.hash & mask;
            if (((i - home) & mask) >= ((i - gap) & mask)) {
                table[gap] = entry;
                gap = i;
            }
        }
    }

    private void resize(int length) {
        @Nullable Dentry[] old = table;
        table = new @Nullable Dentry[length];
        int mask = length - 1;
        for (Dentry entry : old) {
            if (entry != null) {
                int i = entry.hash & mask;
                while (table[i] != null) {
                    i = (i + 1) & mask;
                }
                table[i] = entry;
            }
        }
    }

    int size() {
        return size;
    }
}
