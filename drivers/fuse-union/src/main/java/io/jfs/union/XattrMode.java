package io.jfs.union;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Processes;
import io.jfs.linux.Xattr;
import java.io.IOException;

/** Where overlay keeps its marks on files of a layer: which extended attribute namespace. */
public enum XattrMode {
    /** {@code trusted.overlay.*}, as the kernel's overlay by default; needs CAP_SYS_ADMIN. */
    TRUSTED("trusted.overlay."),
    /** {@code user.overlay.*}, as the kernel's overlay with {@code userxattr}. */
    USER("user.overlay.");

    private final String prefix;

    XattrMode(String prefix) {
        this.prefix = prefix;
    }

    /** What the names of the marks begin with. */
    public String prefix() {
        return prefix;
    }

    /**
     * The mode which this process can use: trusted if it has CAP_SYS_ADMIN, and not only in a user namespace. Found by
     * trying, on a file in memory.
     */
    public static XattrMode ofThisProcess() throws IOException {
        if (!Processes.hasCapability(Processes.CAP_SYS_ADMIN)) {
            return USER;
        }
        try (Fd file = Processes.memfd("jfs-xattr-probe")) {
            Xattr.set(file, TRUSTED.prefix + "probe", new byte[0]);
            return TRUSTED;
        } catch (ErrnoException e) {
            if (e.is(Errno.EPERM)) {
                return USER;
            }
            if (e.is(Errno.EOPNOTSUPP)) {
                return TRUSTED; // a kernel whose memory files have no attributes at all tells nothing
            }
            throw e;
        }
    }
}
