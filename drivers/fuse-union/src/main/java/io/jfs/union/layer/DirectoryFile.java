package io.jfs.union.layer;

import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A directory of a layer as a file.
 *
 * @param directory which
 */
public record DirectoryFile(LayerDirectory directory) implements RealFile {
    private interface Use<T> {
        T of(DescriptorFile file) throws IOException;
    }

    private <T> T use(Use<T> use) throws IOException {
        try (Pin at = directory.pin()) {
            return use.of(new DescriptorFile(at.fd()));
        }
    }

    @Override
    public FileStat stat() throws IOException {
        return use(DescriptorFile::stat);
    }

    @Override
    public void chmod(int mode) throws IOException {
        try (Pin at = directory.pin()) {
            new DescriptorFile(at.fd()).chmod(mode);
        }
    }

    @Override
    public void chown(int uid, int gid) throws IOException {
        try (Pin at = directory.pin()) {
            new DescriptorFile(at.fd()).chown(uid, gid);
        }
    }

    @Override
    public void setTimes(long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos) throws IOException {
        try (Pin at = directory.pin()) {
            new DescriptorFile(at.fd()).setTimes(atimeSeconds, atimeNanos, mtimeSeconds, mtimeNanos);
        }
    }

    @Override
    public List<String> xattrs() throws IOException {
        return use(DescriptorFile::xattrs);
    }

    @Override
    public Optional<byte[]> xattr(String name) throws IOException {
        return use(file -> file.xattr(name));
    }

    @Override
    public void setXattr(String name, byte[] value) throws IOException {
        try (Pin at = directory.pin()) {
            new DescriptorFile(at.fd()).setXattr(name, value);
        }
        directory.marksChanged();
    }

    @Override
    public void removeXattr(String name) throws IOException {
        try (Pin at = directory.pin()) {
            new DescriptorFile(at.fd()).removeXattr(name);
        }
    }

    @Override
    public String readLink() throws IOException {
        return use(DescriptorFile::readLink);
    }

    @Override
    public Fd open(int flags) throws IOException {
        return use(file -> file.open(flags));
    }

    @Override
    public void linkTo(Fd into, String name) throws IOException {
        try (Pin at = directory.pin()) {
            new DescriptorFile(at.fd()).linkTo(into, name);
        }
    }
}
