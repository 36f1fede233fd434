package io.jfs.union.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes an index: directory by directory, each after all that are in it. The file appears under its name when it is
 * complete, and not at all otherwise; until then it is {@code NAME.….tmp} beside. It is not synced: after a crash of
 * the machine the checksums tell. Only its owner may read it, since it names what is in directories that others may
 * not.
 */
public final class IndexWriter implements AutoCloseable {
    private final Path file;
    private final Path temporary;
    private final IndexKey key;
    private final FileChannel out;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private long length;
    private long entries;
    private boolean complete;

    private IndexWriter(Path file, Path temporary, IndexKey key, FileChannel out) {
        this.file = file;
        this.temporary = temporary;
        this.key = key;
        this.out = out;
    }

    /**
     * Starts one.
     *
     * @param file where it will be; one that is there is replaced
     */
    @SuppressWarnings("MustBeClosedChecker") // the writer closes it
    public static IndexWriter begin(Path file, IndexKey key) throws IOException {
        Path name = file.getFileName();
        Path temporary =
                file.resolveSibling(name + "." + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".tmp");
        FileChannel out = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        IndexWriter writer = new IndexWriter(file, temporary, key, out);
        try {
            writer.append(ByteBuffer.allocate(IndexHeader.length(key.layers().size())));
            return writer;
        } catch (IOException | RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    private void append(ByteBuffer bytes) throws IOException {
        length += bytes.remaining();
        if (length > Integer.MAX_VALUE) {
            throw new IOException("index " + file + ": more than 2 GiB");
        }
        if (bytes.remaining() > buffer.remaining()) {
            flush();
        }
        if (bytes.remaining() > buffer.remaining()) {
            writeFully(bytes);
        } else {
            buffer.put(bytes);
        }
    }

    private void flush() throws IOException {
        writeFully(buffer.flip());
        buffer.clear();
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** Writes a directory; returns where it is, for {@link NewDirectory#setInside} of its parent. */
    public int write(NewDirectory directory) throws IOException {
        int at = (int) (length / DirectoryLayout.ALIGNMENT);
        append(directory.encode());
        entries += directory.count();
        return at;
    }

    /**
     * Completes the file; says what it has.
     *
     * @param root where the root is, as {@link #write} returned
     * @param rootHasNoXattrs whether the first layer's root has no extended attributes but overlay's marks
     */
    public IndexSummary finish(int root, boolean rootHasNoXattrs) throws IOException {
        flush();
        ByteBuffer header = new IndexHeader(key, length, entries, root, rootHasNoXattrs).encode();
        while (header.hasRemaining()) {
            out.write(header, header.position());
        }
        out.close();
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        complete = true;
        return new IndexSummary(entries, length);
    }

    /** Removes what is incomplete. */
    @Override
    public void close() throws IOException {
        out.close();
        if (!complete) {
            Files.deleteIfExists(temporary);
        }
    }
}
