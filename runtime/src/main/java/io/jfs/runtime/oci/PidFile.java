package io.jfs.runtime.oci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file that tells an engine a process's id: there whole, or not at all. */
final class PidFile {
    private PidFile() {}

    static void write(Path file, int pid) throws IOException {
        Path fresh = file.resolveSibling("." + file.getFileName() + ".jfs");
        Files.writeString(fresh, Integer.toString(pid));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
