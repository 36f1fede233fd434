package io.jfs.union.layer;

import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A regular file of lower layers whose attributes one has and whose data another: what an upper with overlay's metacopy
 * is when it has become a layer.
 */
public record SplitFile(EntryFile attributes, EntryFile data) implements RealFile {
    @Override
    public FileStat stat() throws IOException {
        return attributes.stat();
    }

    @Override
    public void chmod(int mode) throws IOException {
        attributes.chmod(mode);
    }

    @Override
    public void chown(int uid, int gid) throws IOException {
        attributes.chown(uid, gid);
    }

    @Override
    public void setTimes(long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos) throws IOException {
        attributes.setTimes(atimeSeconds, atimeNanos, mtimeSeconds, mtimeNanos);
    }

    @Override
    public List<String> xattrs() throws IOException {
        return attributes.xattrs();
    }

    @Override
    public Optional<byte[]> xattr(String name) throws IOException {
        return attributes.xattr(name);
    }

    @Override
    public void setXattr(String name, byte[] value) throws IOException {
        attributes.setXattr(name, value);
    }

    @Override
    public void removeXattr(String name) throws IOException {
        attributes.removeXattr(name);
    }

    @Override
    public String readLink() throws IOException {
        return attributes.readLink();
    }

    @Override
    public Fd open(int flags) throws IOException {
        return data.open(flags);
    }

    @Override
    public void linkTo(Fd directory, String name) throws IOException {
        attributes.linkTo(directory, name);
    }
}
