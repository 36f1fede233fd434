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

    /** Replaces a file: temporary file, fsync, rename, fsync of the directory. */
    public static void write(Path file, byte[] content) throws IOException {
        Path directory = file.toAbsolutePath().resolveSibling(".").normalize();
        Path temporary = Files.createTempFile(directory, "." + file.getFileName() + "-", ".new");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
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

    /** Makes the names in a directory survive a power loss. */
    public static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
