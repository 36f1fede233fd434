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
 * A file by an open descriptor of it, which may be {@code O_PATH}: a directory, or a file without a name.
 *
 * @param fd stays open for as long as this is used
 */
public record DescriptorFile(Fd fd) implements RealFile {
    @Override
    public FileStat stat() throws IOException {
        return Stat.stat(fd);
    }

    @Override
    public void chmod(int mode) throws IOException {
        if (!Stat.stat(fd).isSymlink()) {
            Attributes.chmod(fd, mode);
        }
    }

    @Override
    public void chown(int uid, int gid) throws IOException {
        Attributes.chown(fd, uid, gid);
    }

    @Override
    public void setTimes(long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos) throws IOException {
        Attributes.setTimes(fd, atimeSeconds, atimeNanos, mtimeSeconds, mtimeNanos);
    }

    @Override
    public List<String> xattrs() throws IOException {
        return Xattr.list(fd);
    }

    @Override
    public Optional<byte[]> xattr(String name) throws IOException {
        return Xattr.get(fd, name);
    }

    @Override
    public void setXattr(String name, byte[] value) throws IOException {
        Xattr.set(fd, name, value);
    }

    @Override
    public void removeXattr(String name) throws IOException {
        Xattr.remove(fd, name);
    }

    @Override
    public String readLink() throws IOException {
        return Links.readLink(fd);
    }

    @Override
    public Fd open(int flags) throws IOException {
        return Open.openAt(Fd.cwd(), fd.procPath(), flags & ~Open.O_NOFOLLOW, 0);
    }

    @Override
    public void linkTo(Fd directory, String name) throws IOException {
        Links.linkFd(fd, directory, name);
    }
}
