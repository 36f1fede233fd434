package io.jfs.union;

import io.jfs.linux.FileStat;
import io.jfs.union.layer.Layer;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Makes inode numbers of several filesystems distinct: the first keeps its own, the others get their place in the high
 * bits, as the kernel's {@code xino}. The place counts the lowers from the bottom up and then the upper, so that it
 * stays over remounts. Numbers that use the high bits themselves are mixed instead: distinct only very probably.
 */
final class InodeNumbers {
    private static final int SHIFT = 48;

    private final long[] devices;

    InodeNumbers(Layers layers) {
        Set<Long> distinct = new LinkedHashSet<>();
        for (Layer lower : layers.lowers().reversed()) {
            distinct.add(lower.device());
        }
        Layer upper = layers.upper();
        if (upper != null) {
            distinct.add(upper.device());
        }
        devices = distinct.stream().mapToLong(Long::longValue).toArray();
    }

    private int place(long device) {
        for (int i = 0; i < devices.length; i++) {
            if (devices[i] == device) {
                return i;
            }
        }
        return -1;
    }

    /** The number of a file in the union. */
    long of(FileStat stat) {
        return of(stat.device(), stat.inode());
    }

    /** The number in the union of an inode of a filesystem. */
    long of(long device, long inode) {
        int place = place(device);
        if (place == 0) {
            return inode;
        }
        if (place > 0 && inode >>> SHIFT == 0) {
            return inode | ((long) place << SHIFT);
        }
        long mixed = (inode ^ Long.rotateLeft(device, 32)) * 0x9e3779b97f4a7c15L;
        return mixed | Long.MIN_VALUE;
    }
}
