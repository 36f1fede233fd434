package io.jfs.linux;

import io.jfs.linux.internal.Mapping;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file mapped shared and writable (mmap(2), {@code MAP_SHARED}), unmapped at close. A mapping that waits for the
 * garbage collector instead keeps its filesystem from being unmounted. For the thread that made it.
 */
public final class SharedMapping implements AutoCloseable {
    private final Mapping mapping;

    private SharedMapping(Mapping mapping) {
        this.mapping = mapping;
    }

    /** Maps the first {@code size} bytes of an existing file. */
    public static SharedMapping of(Path file, long size) throws IOException {
        return new SharedMapping(Mapping.of(file, size));
    }

    /** The byte at an offset. */
    public byte get(long offset) {
        return mapping.get(offset);
    }

    /** Sets the byte at an offset. */
    public void set(long offset, byte value) {
        mapping.set(offset, value);
    }

    /** Writes changed pages to the file (msync(2)). */
    public void force() {
        mapping.force();
    }

    @Override
    public void close() {
        mapping.close();
    }
}
