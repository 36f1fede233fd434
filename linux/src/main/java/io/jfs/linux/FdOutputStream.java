package io.jfs.linux;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** See {@link FileIo#outputStream}. */
final class FdOutputStream extends OutputStream {
    private final Fd fd;

    FdOutputStream(Fd owned) {
        this.fd = owned;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, from.length);
        if (!fd.isOpen()) {
            throw new IOException("stream was closed");
        }
        FileIo.writeFully(fd, from, offset, length);
    }

    @Override
    public void close() {
        fd.close();
    }
}
