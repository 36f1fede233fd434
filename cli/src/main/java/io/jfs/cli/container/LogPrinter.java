package io.jfs.cli.container;

import io.jfs.cli.session.Session;
import io.jfs.runtime.container.LogReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Prints each line where the container wrote it. */
final class LogPrinter implements LogReader.Consumer {
    private final Session session;
    private final boolean timestamps;
    private boolean midLine;

    LogPrinter(Session session, boolean timestamps) {
        this.session = session;
        this.timestamps = timestamps;
    }

    @Override
    public void line(String time, boolean error, byte[] content, boolean complete) throws IOException {
        OutputStream to = error ? session.errStream() : session.out().stream();
        if (timestamps && !midLine) {
            to.write((time + " ").getBytes(StandardCharsets.US_ASCII));
        }
        to.write(content);
        if (complete) {
            to.write('\n');
        }
        midLine = !complete;
    }
}
