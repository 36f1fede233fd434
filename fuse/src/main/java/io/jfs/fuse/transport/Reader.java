package io.jfs.fuse.transport;

import io.jfs.linux.ErrnoException;

/** A thread's work: read, handle, reply, until the mount is gone. */
final class Reader implements Runnable {
    private final Channel channel;
    private final RequestWait wait;
    private final Activity activity;
    private final SessionEnd end;

    Reader(Channel channel, RequestWait wait, Activity activity, SessionEnd end) {
        this.channel = channel;
        this.wait = wait;
        this.activity = activity;
        this.end = end;
    }

    @Override
    public void run() {
        try {
            while (true) {
                int length = wait.read();
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
