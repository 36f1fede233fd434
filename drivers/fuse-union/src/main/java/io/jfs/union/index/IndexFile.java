package io.jfs.union.index;

import io.jfs.linux.Fd;
import io.jfs.linux.FileMapping;
import io.jfs.linux.FileStat;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** An index that is open: mapped, for any number of threads. Its directories are of no use after it is closed. */
public final class IndexFile implements AutoCloseable {
    private final FileMapping mapping;
    private final IndexHeader header;

    private IndexFile(FileMapping mapping, IndexHeader header) {
        this.mapping = mapping;
        this.header = header;
    }

    /**
     * Opens an index.
     *
     * @param wanted what it must be of
     * @throws IndexRefusedException if it is no index, damaged, or of something else
     * @throws IOException if it cannot be read
     */
    public static IndexFile open(Path path, IndexKey wanted) throws IOException {
        try (Fd file = Open.open(path, Open.O_RDONLY | Open.O_NONBLOCK | Open.O_NOFOLLOW, 0)) {
            FileStat stat = Stat.stat(file);
            if (!stat.isRegular() || stat.size() < IndexHeader.FIXED_BYTES || stat.size() > Integer.MAX_VALUE) {
                throw new IndexRefusedException("is no index");
            }
            FileMapping mapping = FileMapping.of(file, (int) stat.size());
            try {
                IndexHeader header = IndexHeader.decode(mapping.bytes());
                String objection = wanted.objection(header.key());
                if (!objection.isEmpty()) {
                    throw new IndexRefusedException(objection);
                }
                return new IndexFile(mapping, header);
            } catch (IOException | RuntimeException e) {
                mapping.close();
                throw e;
            }
        }
    }

    /** How many entries all directories have together, the root not counted. */
    public long entries() {
        return header.entries();
    }

    /** Whether the first layer's root has no extended attributes but overlay's marks. */
    public boolean rootHasNoXattrs() {
        return header.rootHasNoXattrs();
    }

    /**
     * The root directory, whose places are all layers.
     *
     * @throws IndexRefusedException if it is damaged
     */
    public IndexDirectory root() throws IndexRefusedException {
        IndexDirectory root = directory(header.root(), header.fileLength());
        List<Place> places = root.places();
        boolean sound = places.size() == header.key().layers().size();
        for (int i = 0; sound && i < places.size(); i++) {
            sound = places.get(i).equals(Place.below(i + 1));
        }
        if (!sound) {
            throw new IndexRefusedException("has a root of other layers");
        }
        return root;
    }

    /**
     * A directory.
     *
     * @param reference where it is, in units of 8 bytes
     * @param end where it must end at the latest
     */
    IndexDirectory directory(int reference, long end) throws IndexRefusedException {
        long start = Integer.toUnsignedLong(reference) * DirectoryLayout.ALIGNMENT;
        ByteBuffer file = mapping.bytes();
        if (start < IndexHeader.length(header.key().layers().size()) || start > end - DirectoryLayout.PLACES) {
            throw new IndexRefusedException("has a directory out of place");
        }
        long length = Integer.toUnsignedLong(file.getInt((int) start + DirectoryLayout.LENGTH));
        if (length < DirectoryLayout.PLACES || length > end - start) {
            throw new IndexRefusedException("has a directory that is too long");
        }
        ByteBuffer bytes = file.slice((int) start, (int) length).order(file.order());
        return new DirectoryCheck(bytes, header.key().layers().size()).read(this, start);
    }

    @Override
    public void close() {
        mapping.close();
    }
}
