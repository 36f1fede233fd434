package io.jfs.linux.internal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The memory behind {@link io.jfs.linux.SharedMapping} and {@link io.jfs.linux.FileMapping}, which have the
 * specification.
 */
public final class Mapping implements AutoCloseable {
    private final Arena arena;
    private final MemorySegment bytes;

    private Mapping(Arena arena, MemorySegment bytes) {
        this.arena = arena;
        this.bytes = bytes;
    }

    /** Maps the first {@code size} bytes of an existing file. */
    @SuppressWarnings("MustBeClosedChecker") // the mapping closes it
    public static Mapping of(Path file, long size) throws IOException {
        Arena arena = Arena.ofConfined();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Mapping(arena, channel.map(MapMode.READ_WRITE, 0, size, arena));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /** Maps the first {@code size} bytes of an existing file, for all threads to read. */
    @SuppressWarnings("MustBeClosedChecker") // the mapping closes it
    public static Mapping readOnly(Path file, long size) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Mapping(arena, channel.map(MapMode.READ_ONLY, 0, size, arena));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /** All of it, little endian. */
    public ByteBuffer bytes() {
        return bytes.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The byte at an offset. */
    public byte get(long offset) {
        return bytes.get(ValueLayout.JAVA_BYTE, offset);
    }

    /** Sets the byte at an offset. */
    public void set(long offset, byte value) {
        bytes.set(ValueLayout.JAVA_BYTE, offset, value);
    }

    /** Writes changed pages to the file (msync(2)). */
    public void force() {
        bytes.force();
    }

    @Override
    public void close() {
        arena.close();
    }
}
