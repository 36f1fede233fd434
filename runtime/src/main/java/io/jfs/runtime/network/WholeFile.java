package io.jfs.runtime.network;

import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.linux.Sync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Small files that readers see in their old or their new form, also after a kill; not after a power loss. */
public final class WholeFile {
    private WholeFile() {}

    /** Preconditions: nobody else writes the file meanwhile. */
    public static void write(Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
        Files.write(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The same, and it survives a power loss too. */
    public static void writeSynced(Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
        Files.write(fresh, content);
        sync(fresh, Open.O_RDONLY);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        sync(file.resolveSibling(""), Open.O_RDONLY | Open.O_DIRECTORY);
    }

    private static void sync(Path path, int flags) throws IOException {
        try (Fd fd = Open.open(path, flags, 0)) {
            Sync.fsync(fd);
        }
    }
}
