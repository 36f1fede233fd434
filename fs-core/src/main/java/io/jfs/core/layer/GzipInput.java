package io.jfs.core.layer;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A gzip stream whose early end is told in words; the library's own exception has no message. */
final class GzipInput extends FilterInputStream {
    /** Reads the header. */
    @FunctionalInterface
    interface Opening {
        InputStream open() throws IOException;
    }

    GzipInput(Opening opening) throws IOException {
        super(named(opening));
    }

    private static InputStream named(Opening opening) throws IOException {
        try {
            return opening.open();
        } catch (EOFException e) {
            throw inWords(e);
        }
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (EOFException e) {
            throw inWords(e);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return super.read(target, offset, length);
        } catch (EOFException e) {
            throw inWords(e);
        }
    }

    /** One with a message comes from the source of the compressed data, and says more. */
    private static IOException inWords(EOFException e) {
        return e.getMessage() == null ? new IOException("the gzip data is truncated", e) : e;
    }
}
