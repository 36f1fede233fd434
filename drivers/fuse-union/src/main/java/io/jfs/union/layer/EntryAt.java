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
 * A file by its name in a directory that is open.
 *
 * @param directory stays open for as long as this is used
 * @param name its name there
 */
public record EntryAt(Fd directory, String name) implements RealFile {
    @Override
    public FileStat stat() throws IOException {
        return Stat.statAt(directory, name);
    }

    @Override
    public void chmod(int mode) throws IOException {
        Attributes.chmodAt(directory, name, mode);
    }

    @Override
    public void chown(int uid, int gid) throws IOException {
        Attributes.chownAt(directory, name, uid, gid);
    }

    @Override
    public void setTimes(long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos) throws IOException {
        Attributes.setTimesAt(directory, name, atimeSeconds, atimeNanos, mtimeSeconds, mtimeNanos);
    }

    @Override
    public List<String> xattrs() throws IOException {
        return Xattr.listAt(directory, name);
    }

    @Override
    public Optional<byte[]> xattr(String xattr) throws IOException {
        return Xattr.getAt(directory, name, xattr);
    }

    @Override
    public void setXattr(String xattr, byte[] value) throws IOException {
        Xattr.setAt(directory, name, xattr, value);
    }

    @Override
    public void removeXattr(String xattr) throws IOException {
        Xattr.removeAt(directory, name, xattr);
    }

    @Override
    public String readLink() throws IOException {
        return Links.readLinkAt(directory, name);
    }

    @Override
    public Fd open(int flags) throws IOException {
        return Open.openAt(directory, name, flags | Open.O_NOFOLLOW, 0);
    }

    @Override
    public void linkTo(Fd into, String newName) throws IOException {
        Links.linkAt(directory, name, into, newName);
    }
}
