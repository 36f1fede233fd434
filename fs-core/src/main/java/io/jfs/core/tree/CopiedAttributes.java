package io.jfs.core.tree;

import io.jfs.linux.Attributes;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.Stat;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Gives a copy the attributes of its source. The order matters: chown(2) clears set-user-id bits and
 * {@code security.capability}, so it comes first; {@code user.*} attributes need write permission, so they come before
 * chmod(2); times come last.
 */
final class CopiedAttributes {
    private static final String USER = "user.";
    private static final String SELINUX = "security.selinux";

    private CopiedAttributes() {}

    static void ofDirectory(Fd from, Fd to) throws IOException {
        set(from, Stat.stat(from), to);
    }

    /**
     * Sets the attributes of a file or directory by descriptor.
     *
     * @param stat of {@code from}, as it shall be in the copy
     */
    static void set(Fd from, FileStat stat, Fd to) throws IOException {
        Attributes.chown(to, stat.uid(), stat.gid());
        List<String> names = Xattr.list(from);
        for (String name : names) {
            if (name.startsWith(USER)) {
                copyXattr(from, to, name);
            }
        }
        Attributes.chmod(to, stat.permissions());
        for (String name : names) {
            if (!name.startsWith(USER)) {
                copyXattr(from, to, name);
            }
        }
        Attributes.setTimes(to, stat.atimeSeconds(), stat.atimeNanos(), stat.mtimeSeconds(), stat.mtimeNanos());
    }

    /**
     * Sets the attributes of what cannot be opened: links, devices, pipes, sockets. They cannot have {@code user.*}.
     */
    static void setAt(Fd from, FileStat stat, Fd to, String name) throws IOException {
        Attributes.chownAt(to, name, stat.uid(), stat.gid());
        if (!stat.isSymlink()) {
            Attributes.chmodAt(to, name, stat.permissions());
        }
        for (String xattr : Xattr.listAt(from, name)) {
            Optional<byte[]> value = Xattr.getAt(from, name, xattr);
            if (value.isPresent()) {
                Xattr.setAt(to, name, xattr, value.get());
            }
        }
        Attributes.setTimesAt(to, name, stat.atimeSeconds(), stat.atimeNanos(), stat.mtimeSeconds(), stat.mtimeNanos());
    }

    /** Removes attributes which only the copy has; a default access list among them would be inherited by all below. */
    static void removeStrayXattrs(Fd from, Fd to) throws IOException {
        List<String> wanted = Xattr.list(from);
        for (String name : Xattr.list(to)) {
            if (!wanted.contains(name) && !name.equals(SELINUX)) {
                Xattr.remove(to, name);
            }
        }
    }

    private static void copyXattr(Fd from, Fd to, String name) throws IOException {
        Optional<byte[]> value = Xattr.get(from, name);
        if (value.isPresent()) {
            Xattr.set(to, name, value.get());
        }
    }
}
