package io.jfs.union;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import java.util.List;

/**
 * How owners on disk appear in the union, as {@code uid_map} in user_namespaces(7). Ids that no range covers appear as
 * {@link #OVERFLOW} and cannot be set.
 *
 * @param ranges the ranges; none means that ids are what they are
 * @param squash if not negative, every owner appears as this one and every new owner is the process's own
 */
public record IdMap(List<Range> ranges, int squash) {
    /** The id of those who have none ({@code /proc/sys/kernel/overflowuid}). */
    public static final int OVERFLOW = 65534;

    /** Every id is itself. */
    public static final IdMap IDENTITY = new IdMap(List.of(), -1);

    public IdMap {
        ranges = List.copyOf(ranges);
    }

    /**
     * {@code count} consecutive ids.
     *
     * @param inside the first as it appears in the union
     * @param onDisk the first as the layers have it
     */
    public record Range(long inside, long onDisk, long count) {}

    /** Every owner appears as this one. */
    public static IdMap squashedTo(int id) {
        return new IdMap(List.of(), id);
    }

    /** The id in the union of an id on disk. */
    public int toInside(int onDisk) {
        if (squash >= 0) {
            return squash;
        }
        if (ranges.isEmpty()) {
            return onDisk;
        }
        long id = Integer.toUnsignedLong(onDisk);
        for (Range range : ranges) {
            if (id >= range.onDisk && id - range.onDisk < range.count) {
                return (int) (id - range.onDisk + range.inside);
            }
        }
        return OVERFLOW;
    }

    /**
     * The id on disk of an id in the union; -1, which leaves an owner as it is, if all are squashed.
     *
     * @throws ErrnoException EINVAL if no range has it, as chown(2) in a user namespace
     */
    public int toDisk(int inside) throws ErrnoException {
        if (squash >= 0) {
            return -1;
        }
        if (ranges.isEmpty() || inside == -1) {
            return inside;
        }
        long id = Integer.toUnsignedLong(inside);
        for (Range range : ranges) {
            if (id >= range.inside && id - range.inside < range.count) {
                return (int) (id - range.inside + range.onDisk);
            }
        }
        throw new ErrnoException(Errno.EINVAL, "chown", Long.toString(id));
    }
}
