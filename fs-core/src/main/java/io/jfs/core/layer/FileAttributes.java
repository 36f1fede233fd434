package io.jfs.core.layer;

import io.jfs.linux.Attributes;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Xattr;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Gives files their owner, mode, extended attributes and times, by descriptor or without following a link, and with no
 * more system calls than what the kernel gave by itself makes necessary.
 *
 * <p>The order matters: a change of owner clears set-id bits and capabilities, and an ACL is part of the mode.
 */
final class FileAttributes {
    /** What a directory is to have. */
    record Wanted(int uid, int gid, int mode, Map<String, byte[]> xattrs) {
        static Wanted of(TarEntry entry) {
            return new Wanted(entry.uid(), entry.gid(), entry.mode(), entry.xattrs());
        }
    }

    @FunctionalInterface
    private interface Setter {
        void set(String name, byte[] value) throws ErrnoException;
    }

    private final Identity identity;
    private final Consumer<DirNode> defer;

    /** @param defer called with a directory that got a final mode or a default ACL to be set at the end */
    FileAttributes(Identity identity, Consumer<DirNode> defer) {
        this.identity = identity;
        this.defer = defer;
    }

    Identity identity() {
        return identity;
    }

    /** The mode to create a file with; {@link #onFile} or {@link #onName} corrects what the umask takes away. */
    int creationMode(int mode) {
        return (identity.isRoot() ? mode : mode | 0_200) & 0_777;
    }

    private boolean mustChmod(int mode) {
        return (creationMode(mode) & ~identity.umask()) != mode;
    }

    /**
     * A new file's group is the process's or the directory's: the latter with a set-gid bit or the mount option grpid.
     */
    private boolean mustChown(DirNode dir, TarEntry entry) {
        return identity.mayChown()
                && (identity.user(entry.uid()) != identity.uid()
                        || identity.group(entry.gid()) != identity.gid()
                        || dir.gid != identity.gid());
    }

    /** A regular file just created in a directory, written already. */
    void onFile(Fd file, DirNode dir, TarEntry entry) throws ErrnoException {
        if (mustChown(dir, entry)) {
            Attributes.chown(file, identity.user(entry.uid()), identity.group(entry.gid()));
        }
        if (!entry.xattrs().isEmpty()) {
            setXattrs(entry.xattrs(), entry.type(), false, (name, value) -> Xattr.set(file, name, value));
        }
        if (mustChmod(entry.mode())) {
            Attributes.chmod(file, entry.mode());
        }
        if (!entry.xattrs().isEmpty()) {
            setXattrs(entry.xattrs(), entry.type(), true, (name, value) -> Xattr.set(file, name, value));
        }
        Attributes.setTimes(file, entry.mtimeSeconds(), entry.mtimeNanos(), entry.mtimeSeconds(), entry.mtimeNanos());
    }

    /** A symbolic link, device or FIFO just created. */
    void onName(Fd at, String name, DirNode dir, TarEntry entry) throws ErrnoException {
        if (mustChown(dir, entry)) {
            Attributes.chownAt(at, name, identity.user(entry.uid()), identity.group(entry.gid()));
        }
        Map<String, byte[]> xattrs = entry.xattrs();
        setXattrs(xattrs, entry.type(), false, (key, value) -> Xattr.setAt(at, name, key, value));
        if (entry.type() != EntryType.SYMLINK && mustChmod(entry.mode())) {
            Attributes.chmodAt(at, name, entry.mode());
        }
        setXattrs(xattrs, entry.type(), true, (key, value) -> Xattr.setAt(at, name, key, value));
        Attributes.setTimesAt(
                at, name, entry.mtimeSeconds(), entry.mtimeNanos(), entry.mtimeSeconds(), entry.mtimeNanos());
    }

    /**
     * A directory, new or old: its attributes become just these. Its times are set when nothing more is written to it.
     */
    void onDirectory(DirNode dir, Fd fd, Wanted wanted) throws ErrnoException {
        int uid = identity.user(wanted.uid());
        int gid = identity.group(wanted.gid());
        if (identity.mayChown() && (dir.uid != uid || dir.gid != gid)) {
            Attributes.chown(fd, uid, gid);
            dir.uid = uid;
            dir.gid = gid;
        }
        if (!dir.bare) {
            removeXattrs(fd, wanted.xattrs());
        }
        setXattrs(wanted.xattrs(), EntryType.DIRECTORY, false, (name, value) -> Xattr.set(fd, name, value));
        chmod(dir, fd, wanted.mode());
        setXattrs(wanted.xattrs(), EntryType.DIRECTORY, true, (name, value) -> {
            if (!name.equals(LayerXattrs.DEFAULT_ACL)) {
                Xattr.set(fd, name, value);
            }
        });
        dir.bare = dir.bare && wanted.xattrs().isEmpty();
        dir.defaultAcl = Optional.ofNullable(wanted.xattrs().get(LayerXattrs.DEFAULT_ACL));
        if (dir.defaultAcl.isPresent() || dir.finalMode.isPresent()) {
            defer.accept(dir);
        }
    }

    /** A plain user must be able to write to the directory until the end. */
    void chmod(DirNode dir, Fd fd, int mode) throws ErrnoException {
        int now = identity.isRoot() ? mode : mode | 0_700;
        if (dir.mode != now) {
            Attributes.chmod(fd, now);
            dir.mode = now;
        }
        dir.finalMode = now == mode ? Optional.empty() : Optional.of(mode);
    }

    /**
     * A directory of a lower layer, met first: nothing new may inherit its default ACL, and a plain user must get in.
     */
    void prepare(DirNode dir, Fd fd) throws ErrnoException {
        Optional<byte[]> acl = Xattr.get(fd, LayerXattrs.DEFAULT_ACL);
        if (acl.isPresent()) {
            Xattr.remove(fd, LayerXattrs.DEFAULT_ACL);
            dir.defaultAcl = acl;
        }
        chmod(dir, fd, dir.mode);
        if (dir.defaultAcl.isPresent() || dir.finalMode.isPresent()) {
            defer.accept(dir);
        }
    }

    private static void removeXattrs(Fd fd, Map<String, byte[]> except) throws ErrnoException {
        for (String name : Xattr.list(fd)) {
            if (LayerXattrs.isPortable(name) && !except.containsKey(name)) {
                Xattr.remove(fd, name);
            }
        }
    }

    private void setXattrs(Map<String, byte[]> xattrs, EntryType type, boolean acls, Setter setter)
            throws ErrnoException {
        for (Map.Entry<String, byte[]> xattr : xattrs.entrySet()) {
            String name = xattr.getKey();
            if (LayerXattrs.isAcl(name) != acls || !LayerXattrs.isPortable(name) || !LayerXattrs.fits(name, type)) {
                continue;
            }
            try {
                setter.set(name, xattr.getValue());
            } catch (ErrnoException e) {
                boolean refused = e.errno() == Errno.EPERM || e.errno() == Errno.EOPNOTSUPP;
                if (identity.isRoot() || !refused || !LayerXattrs.isPrivileged(name)) {
                    throw e;
                }
            }
        }
    }
}
