package io.jfs.runtime.cgroup;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Removes cgroup directories with the ones below them. Files in them go by themselves. */
final class Removal {
    private static final int TRIES = 200;
    private static final long PAUSE_MILLIS = 10;

    private Removal() {}

    /** A cgroup that was just emptied can be busy for a moment: it is tried again for two seconds. */
    static void remove(Path directory) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                removeTree(directory);
                return;
            } catch (NoSuchFileException _) {
                return;
            } catch (IOException e) {
                if (attempt == TRIES) {
                    throw new IOException("cannot remove the cgroup " + directory + ": " + e.getMessage(), e);
                }
                pause();
            }
        }
    }

    private static void removeTree(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, Files::isDirectory)) {
            for (Path child : entries) {
                removeTree(child);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Files.delete(directory);
    }

    static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while waiting for a cgroup").initCause(e);
        }
    }
}
