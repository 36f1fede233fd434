package io.jfs.fuse.dispatch;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Ready-made exceptions for handlers that answer many requests with an error: throwing one allocates nothing. */
public final class FuseFailure {
    private static final Map<Errno, ErrnoException> ALL = all();

    private FuseFailure() {}

    /** The shared exception for this error; it names no subject. */
    public static ErrnoException of(Errno errno) {
        return Objects.requireNonNull(ALL.get(errno), "the table is whole");
    }

    private static Map<Errno, ErrnoException> all() {
        Map<Errno, ErrnoException> all = new EnumMap<>(Errno.class);
        for (Errno errno : Errno.values()) {
            all.put(errno, new ErrnoException(errno, "fuse", ""));
        }
        return all;
    }
}
