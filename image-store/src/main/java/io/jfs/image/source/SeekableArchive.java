package io.jfs.image.source;

import io.jfs.image.oci.InvalidImageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** An uncompressed archive in a file: nothing but its headers is read until a content is asked for. */
final class SeekableArchive implements Contents {
    private final FileChannel file;
    private final ArchiveNames names;

    private SeekableArchive(FileChannel file, ArchiveNames names) {
        this.file = file;
        this.names = names;
    }

    static SeekableArchive open(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            ArchiveNames names = new ArchiveNames(path.toString());
            long length = file.size();
            OuterTar tar = new OuterTar(new Range(file, 0, length), path.toString());
            for (Optional<OuterTar.Entry> next = tar.next(); next.isPresent(); next = tar.next()) {
                OuterTar.Entry entry = next.get();
                if (entry.size() > length - entry.offset()) {
                    throw new InvalidImageException(path + " is truncated within " + entry.name());
                }
                names.add(entry, new RangeContent(file, entry.offset(), entry.size()));
            }
            return new SeekableArchive(file, names);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public Optional<Content> find(String name) throws IOException {
        return names.find(name);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private record RangeContent(FileChannel file, long offset, long size) implements Content {
        @Override
        public InputStream open() {
            return new Range(file, offset, size);
        }
    }

    /** A part of the file; skipping costs nothing. */
    private static final class Range extends InputStream {
        private final FileChannel file;
        private final long end;
        private long position;

        Range(FileChannel file, long offset, long size) {
            this.file = file;
            this.position = offset;
            this.end = offset + size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (position >= end) {
                return -1;
            }
            int wanted = (int) Math.min(length, end - position);
            int count = file.read(ByteBuffer.wrap(buffer, offset, wanted), position);
            if (count > 0) {
                position += count;
            }
            return count;
        }

        @Override
        public long skip(long count) {
            long skipped = Math.clamp(count, 0, end - position);
            position += skipped;
            return skipped;
        }
    }
}
