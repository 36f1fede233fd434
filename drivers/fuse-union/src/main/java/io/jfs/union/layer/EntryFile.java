package io.jfs.union.layer;

import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A file by its name in a directory of a layer. In the upper whoever renames or removes the name holds the same lock as
 * whoever uses this.
 *
 * @param directory where it is
 * @param name its name there
 */
public record EntryFile(LayerDirectory directory, String name) implements RealFile {
    @Override
    public FileStat stat() throws IOException {
        try (Pin at = directory.pin()) {
            return new EntryAt(at.fd(), name).stat();
        }
    }

    @Override
    public void chmod(int mode) throws IOException {
        try (Pin at = directory.pin()) {
            new EntryAt(at.fd(), name).chmod(mode);
        }
    }

    @Override
    public void chown(int uid, int gid) throws IOException {
        try (Pin at = directory.pin()) {
            new EntryAt(at.fd(), name).chown(uid, gid);
        }
    }

    @Override
    public void setTimes(long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos) throws IOException {
        try (Pin at = directory.pin()) {
            new EntryAt(at.fd(), name).setTimes(atimeSeconds, atimeNanos, mtimeSeconds, mtimeNanos);
        }
    }

    @Override
    public List<String> xattrs() throws IOException {
        try (Pin at = directory.pin()) {
            return new EntryAt(at.fd(), name).xattrs();
        }
    }

    @Override
    public Optional<byte[]> xattr(String xattr) throws IOException {
        try (Pin at = directory.pin()) {
            return new EntryAt(at.fd(), name).xattr(xattr);
        }
    }

    @Override
    public void setXattr(String xattr, byte[] value) throws IOException {
        try (Pin at = directory.pin()) {
            new EntryAt(at.fd(), name).setXattr(xattr, value);
        }
    }

    @Override
    public void removeXattr(String xattr) throws IOException {
        try (Pin at = directory.pin()) {
            new EntryAt(at.fd(), name).removeXattr(xattr);
        }
    }

    @Override
    public String readLink() throws IOException {
        try (Pin at = directory.pin()) {
            return new EntryAt(at.fd(), name).readLink();
        }
    }

    @Override
    public Fd open(int flags) throws IOException {
        try (Pin at = directory.pin()) {
            return new EntryAt(at.fd(), name).open(flags);
        }
    }

    @Override
    public void linkTo(Fd into, String newName) throws IOException {
        try (Pin at = directory.pin()) {
            new EntryAt(at.fd(), name).linkTo(into, newName);
        }
    }
}
