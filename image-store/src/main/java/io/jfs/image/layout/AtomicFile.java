package io.jfs.image.layout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A small file that readers see in its old or its new form, never in between, also after a power loss. */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * Replaces a file: temporary file, fsync, rename, fsync of the directory. The temporary file always has the same
     * name, so a crash leaves one at most, and the next call takes it over.
     *
     * <p>Preconditions: nobody else writes the file meanwhile.
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path directory = file.toAbsolutePath().resolveSibling(".").normalize();
        Path temporary = temporary(file);
        Files.deleteIfExists(temporary);
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        syncDirectory(directory);
    }

    /** Removes what a crash within {@link #write} left. Preconditions: nobody writes the file meanwhile. */
    static void removeLeftover(Path file) throws IOException {
        Files.deleteIfExists(temporary(file));
    }

    private static Path temporary(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".new");
    }

    /** Makes the names in a directory survive a power loss. */
    public static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
