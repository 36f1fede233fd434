package io.jfs.fuse.transport;

import io.jfs.linux.ErrnoException;

/** A thread's work: read, handle, reply, until the mount is gone. */
final class Reader implements Runnable {
    private final Channel channel;
    private final Activity activity;
    private final SessionEnd end;

    Reader(Channel channel, Activity activity, SessionEnd end) {
        this.channel = channel;
        this.activity = activity;
        this.end = end;
    }

    @Override
    public void run() {
        try {
            while (true) {
                int length = channel.read();
                activity.begin();
                channel.serve(length);
                activity.end();
            }
        } catch (ErrnoException e) {
            end.lost(e);
        } finally {
            end.left();
        }
    }
}
