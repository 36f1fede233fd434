package io.jfs.linux;

import io.jfs.linux.internal.Mapping;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A file mapped for reading (mmap(2), {@code PROT_READ}, {@code MAP_SHARED}): all who map it share its memory. It is
 * unmapped at close, which a mapping that waits for the garbage collector is not in time for an unmount. For any number
 * of threads; nobody may shorten the file meanwhile.
 */
public final class FileMapping implements AutoCloseable {
    private final Mapping mapping;
    private final ByteBuffer bytes;

    private FileMapping(Mapping mapping) {
        this.mapping = mapping;
        this.bytes = mapping.bytes();
    }

    /**
     * Maps the first {@code size} bytes of an open file.
     *
     * @param size at most {@link Integer#MAX_VALUE}, and not more than the file has
     * @throws IOException if it cannot be read or mapped
     */
    public static FileMapping of(Fd file, int size) throws IOException {
        return new FileMapping(Mapping.readOnly(Path.of(file.procPath()), size));
    }

    /**
     * The bytes, little endian, not to be written. The buffer is one for all threads: read it at absolute positions.
     * After {@link #close} reading throws IllegalStateException.
     */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** Unmaps it; nobody may be reading. */
    @Override
    public void close() {
        mapping.close();
    }
}
