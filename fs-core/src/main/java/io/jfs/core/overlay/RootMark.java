package io.jfs.core.overlay;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Xattr;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Says of an upper directory that was filled before its parent was known, whether its layer stated the attributes of
 * the root itself. If it did not, they are the parent's, and only this mark can tell so: a layer may state just what a
 * new directory has.
 *
 * <p>The mark is an extended attribute of the upper directory, so it survives the process that applied the layer. It
 * lies among overlay's own, which no mount shows and no diff looks at; it stays after commit, which is repeatable.
 */
public enum RootMark {
    /** The layer has an entry for the root. */
    STATED("stated"),
    /** It has none. */
    UNSTATED("unstated");

    private static final String NAME = "jfs.root";

    private final String value;

    RootMark(String value) {
        this.value = value;
    }

    /**
     * Marks an upper directory. Nothing happens on a filesystem without such attributes: the root is judged by its
     * looks then.
     *
     * @param xattrPrefix {@code trusted.overlay.} or {@code user.overlay.}
     */
    public void writeTo(Fd upper, String xattrPrefix) throws ErrnoException {
        try {
            Xattr.set(upper, xattrPrefix + NAME, value.getBytes(StandardCharsets.US_ASCII));
        } catch (ErrnoException e) {
            if (!e.is(Errno.EOPNOTSUPP)) {
                throw e;
            }
        }
    }

    /** The mark of an upper directory; empty if something else than a layer without parents was written to it. */
    static Optional<RootMark> of(Fd upper, String xattrPrefix) throws ErrnoException {
        Optional<String> found =
                Xattr.get(upper, xattrPrefix + NAME).map(bytes -> new String(bytes, StandardCharsets.US_ASCII));
        return Arrays.stream(values())
                .filter(mark -> found.equals(Optional.of(mark.value)))
                .findFirst();
    }
}
