package io.jfs.image.unpack;

import io.jfs.linux.Attributes;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.Stat;
import io.jfs.linux.Xattr;
import java.io.IOException;

/**
 * Gives the root directory of a layer that says nothing of it the attributes of the layer below. The driver does so
 * when it knows the parent; a layer that was unpacked before its parent is behind.
 */
final class RootAttributes {
    private RootAttributes() {}

    /** Copies owner, mode, times and extended attributes, except those that make an overlay. */
    static void copy(Fd from, Fd to) throws IOException {
        FileStat stat = Stat.stat(from);
        Attributes.chown(to, stat.uid(), stat.gid());
        Attributes.chmod(to, stat.permissions());
        for (String name : Xattr.list(from)) {
            if (!name.startsWith("trusted.overlay.") && !name.startsWith("user.overlay.")) {
                byte[] value = Xattr.get(from, name).orElse(null);
                if (value != null) {
                    Xattr.set(to, name, value);
                }
            }
        }
        Attributes.setTimes(to, stat.atimeSeconds(), stat.atimeNanos(), stat.mtimeSeconds(), stat.mtimeNanos());
    }
}
