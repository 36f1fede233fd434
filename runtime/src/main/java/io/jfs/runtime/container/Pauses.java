package io.jfs.runtime.container;

import java.io.IOException;
import java.io.InterruptedIOException;

/** Waiting. */
final class Pauses {
    private Pauses() {}

    static void sleep(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while waiting for a container").initCause(e);
        }
    }
}
