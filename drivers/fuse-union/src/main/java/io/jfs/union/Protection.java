package io.jfs.union;

import io.jfs.linux.Attributes;
import io.jfs.linux.Errno;
import io.jfs.linux.FileType;
import io.jfs.linux.Open;
import java.io.IOException;

/**
 * Files that cannot be changed, or only be added to: {@code chattr +i} and {@code +a}. As the kernel's overlay does,
 * the upper has that in overlay's {@code protattr} and not in the inode, which the union itself must go on changing. It
 * is read before the first change of a file that the upper has; files of lower layers are not protected.
 */
final class Protection {
    static final byte UNKNOWN = 0;
    static final byte NONE = 1;
    static final byte APPEND = 2;
    static final byte IMMUTABLE = 4;

    private Protection() {}

    /** {@link #NONE}, or which of the others. */
    static int of(Context context, Node node) throws IOException {
        if (!node.isUpper()) {
            return NONE;
        }
        byte known = node.protection;
        if (known != UNKNOWN) {
            return known;
        }
        String letters = "";
        if (node.isDirectory() || node.type == FileType.REGULAR) {
            synchronized (node) {
                letters = context.layers.marks().protection(node.real());
            }
        }
        byte bits = bits(letters.contains("a"), letters.contains("i"));
        node.protection = bits;
        return bits;
    }

    static byte bits(boolean append, boolean immutable) {
        byte bits = (byte) ((append ? APPEND : 0) | (immutable ? IMMUTABLE : 0));
        return bits == 0 ? NONE : bits;
    }

    /** How it is written in the mark. */
    static String letters(byte bits) {
        return ((bits & APPEND) != 0 ? "a" : "") + ((bits & IMMUTABLE) != 0 ? "i" : "");
    }

    /** Names go, links come, and attributes change only where nothing forbids it. */
    static void requireNone(Context context, Node node, String call, String name) throws IOException {
        if (of(context, node) != NONE) {
            throw Failures.of(Errno.EPERM, call, name);
        }
    }

    /** Names may come to a directory that can only be added to. */
    static void requireExtensible(Context context, Node directory, String call, String name) throws IOException {
        if ((of(context, directory) & IMMUTABLE) != 0) {
            throw Failures.of(Errno.EPERM, call, name);
        }
    }

    /** The times of a file that can only be added to may become the present. */
    static void requireChangeable(Context context, Node node, AttributeChange change) throws IOException {
        int bits = of(context, node);
        boolean onlyTouches = !change.hasMode()
                && !change.hasOwner()
                && !change.hasSize()
                && isTouch(change.atimeNanos())
                && isTouch(change.mtimeNanos());
        if ((bits & IMMUTABLE) != 0 || ((bits & APPEND) != 0 && !onlyTouches)) {
            throw Failures.of(Errno.EPERM, "setattr", "");
        }
    }

    private static boolean isTouch(int nanos) {
        return nanos == Attributes.UTIME_NOW || nanos == Attributes.UTIME_OMIT;
    }

    /** Opening for writing, with the flags of open(2). */
    static void requireWritable(Context context, Node node, int flags) throws IOException {
        int bits = of(context, node);
        boolean adds = (flags & (Open.O_APPEND | Open.O_TRUNC)) == Open.O_APPEND;
        if ((bits & IMMUTABLE) != 0 || ((bits & APPEND) != 0 && !adds)) {
            throw Failures.of(Errno.EPERM, "open", "");
        }
    }

    /** Writing by somebody who need not have opened it. */
    static void requireWritableAt(Context context, Node node, long offset) throws IOException {
        int bits = of(context, node);
        if ((bits & IMMUTABLE) != 0
                || ((bits & APPEND) != 0 && offset < node.stat().size())) {
            throw Failures.of(Errno.EPERM, "write", "");
        }
    }
}
