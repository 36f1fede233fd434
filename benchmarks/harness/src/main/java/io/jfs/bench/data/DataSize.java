package io.jfs.bench.data;

import java.util.List;
import java.util.Locale;

/** How much data is worked on. */
public enum DataSize {
    /** For a first answer in a minute or two. */
    SMALL(1500, 8, 32, 300, List.of(1, 8, 32), List.of(4, 1024, 16 * 1024)),
    /** A small distribution. */
    MEDIUM(12_000, 8, 256, 2000, List.of(1, 8, 32, 100), List.of(4, 64, 1024, 16 * 1024, 128 * 1024)),
    /** A development image. */
    LARGE(60_000, 16, 1024, 10_000, List.of(1, 8, 32, 100), List.of(4, 64, 1024, 16 * 1024, 128 * 1024, 1024 * 1024));

    private final int files;
    private final int layers;
    private final int bigMebibytes;
    private final int changes;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Integer> depths;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Integer> copyKibibytes;

    DataSize(int files, int layers, int bigMebibytes, int changes, List<Integer> depths, List<Integer> copyKibibytes) {
        this.files = files;
        this.layers = layers;
        this.bigMebibytes = bigMebibytes;
        this.changes = changes;
        this.depths = depths;
        this.copyKibibytes = copyKibibytes;
    }

    /** How many small files the main tree has. */
    public int files() {
        return files;
    }

    /** Over how many layers they are spread. */
    public int layers() {
        return layers;
    }

    /** The largest file. */
    public int bigMebibytes() {
        return bigMebibytes;
    }

    /** How many files are made or changed by what makes or changes files. */
    public int changes() {
        return changes;
    }

    /** How many layers a mount has, where that is what is looked at. */
    public List<Integer> depths() {
        return depths;
    }

    /** The sizes of files that are copied up. */
    public List<Integer> copyKibibytes() {
        return copyKibibytes;
    }

    /** As it is typed. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
