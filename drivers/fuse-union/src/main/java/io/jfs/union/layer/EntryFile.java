package io.jfs.union.layer;

import io.jfs.linux.Attributes;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A file by its name. In the upper whoever renames or removes the name holds the same lock as whoever uses this.
 *
 * @param directory where it is
 * @param name its name there
 */
public record EntryFile(LayerDirectory directory, String name) implements RealFile {
    @Override
    public FileStat stat() throws IOException {
        try (Pin at = directory.pin()) {
            return Stat.statAt(at.fd(), name);
        }
    }

    @Override
    public void chmod(int mode) throws IOException {
        try (Pin at = directory.pin()) {
            Attributes.chmodAt(at.fd(), name, mode);
        }
    }

    @Override
    public void chown(int uid, int gid) throws IOException {
        try (Pin at = directory.pin()) {
            Attributes.chownAt(at.fd(), name, uid, gid);
        }
    }

    @Override
    public void setTimes(long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos) throws IOException {
        try (Pin at = directory.pin()) {
            Attributes.setTimesAt(at.fd(), name, atimeSeconds, atimeNanos, mtimeSeconds, mtimeNanos);
        }
    }

    @Override
    public List<String> xattrs() throws IOException {
        try (Pin at = directory.pin()) {
            return Xattr.listAt(at.fd(), name);
        }
    }

    @Override
    public Optional<byte[]> xattr(String xattr) throws IOException {
        try (Pin at = directory.pin()) {
            return Xattr.getAt(at.fd(), name, xattr);
        }
    }

    @Override
    public void setXattr(String xattr, byte[] value) throws IOException {
        try (Pin at = directory.pin()) {
            Xattr.setAt(at.fd(), name, xattr, value);
        }
    }

    @Override
    public void removeXattr(String xattr) throws IOException {
        try (Pin at = directory.pin()) {
            Xattr.removeAt(at.fd(), name, xattr);
        }
    }

    @Override
    public String readLink() throws IOException {
        try (Pin at = directory.pin()) {
            return Links.readLinkAt(at.fd(), name);
        }
    }

    @Override
    public Fd open(int flags) throws IOException {
        try (Pin at = directory.pin()) {
            return Open.openAt(at.fd(), name, flags | Open.O_NOFOLLOW, 0);
        }
    }

    @Override
    public void linkTo(Fd into, String newName) throws IOException {
        try (Pin at = directory.pin()) {
            Links.linkAt(at.fd(), name, into, newName);
        }
    }
}
