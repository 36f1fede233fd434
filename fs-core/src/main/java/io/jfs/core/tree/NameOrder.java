package io.jfs.core.tree;

import io.jfs.linux.NativePath;
import java.util.Arrays;
import java.util.Comparator;

/** Names in the order of their bytes, as unsigned numbers: the same on every machine, whatever the locale. */
public final class NameOrder {
    /** Orders single names. */
    public static final Comparator<String> NAMES = NameOrder::compareNames;

    /** Orders whole paths depth first: a directory before what is in it, that before the directory's next sibling. */
    public static final Comparator<String> PATHS = NameOrder::comparePaths;

    private NameOrder() {}

    private static int compareNames(String a, String b) {
        int at = firstDifference(a, b);
        if (at < 0) {
            return Integer.compare(a.length(), b.length());
        }
        char x = a.charAt(at);
        char y = b.charAt(at);
        // Only below 0x80 do chars order as the bytes they stand for.
        return x < 0x80 && y < 0x80 ? Character.compare(x, y) : compareBytes(a, b);
    }

    private static int comparePaths(String a, String b) {
        if (a.equals(b)) {
            return 0;
        }
        String[] left = a.split("/", -1);
        String[] right = b.split("/", -1);
        if (a.equals("/") || b.equals("/")) {
            return a.equals("/") ? -1 : 1;
        }
        int common = Math.min(left.length, right.length);
        for (int i = 0; i < common; i++) {
            int order = compareNames(left[i], right[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }

    private static int firstDifference(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            if (a.charAt(i) != b.charAt(i)) {
                return i;
            }
        }
        return -1;
    }

    private static int compareBytes(String a, String b) {
        return Arrays.compareUnsigned(NativePath.encode(a), NativePath.encode(b));
    }
}
