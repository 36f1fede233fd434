package io.jfs.linux;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** See {@link FileIo#inputStream}. */
final class FdInputStream extends InputStream {
    private final Fd fd;

    FdInputStream(Fd owned) {
        this.fd = owned;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (!fd.isOpen()) {
            throw new IOException("stream was closed");
        }
        return length == 0 ? 0 : FileIo.read(fd, into, offset, length);
    }

    @Override
    public void close() {
        fd.close();
    }
}
