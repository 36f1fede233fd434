package io.jfs.cli.container;

import io.jfs.runtime.container.AttachConnection;
import java.io.IOException;
import java.io.InputStream;

/** Passes on what is typed, until it ends or the keys to detach are typed. */
final class InputCopy implements Runnable {
    private final InputStream in;
    private final AttachConnection connection;
    private final DetachKeys keys;
    private volatile boolean detached;

    InputCopy(InputStream in, AttachConnection connection, DetachKeys keys) {
        this.in = in;
        this.connection = connection;
        this.keys = keys;
    }

    /** Whether the user has detached. */
    boolean detached() {
        return detached;
    }

    @Override
    public void run() {
        byte[] bytes = new byte[8192];
        try {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                byte[] kept = keys.filter(bytes, count);
                connection.sendInput(kept, kept.length);
                if (keys.complete()) {
                    detached = true;
                    connection.close();
                    return;
                }
            }
            connection.endInput();
        } catch (IOException _) {
            // The container has ended, or standard input has failed: either way nothing more is passed on.
        }
    }
}
