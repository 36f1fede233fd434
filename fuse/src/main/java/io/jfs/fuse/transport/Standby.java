package io.jfs.fuse.transport;

import io.jfs.linux.ErrnoException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that serves only while every thread it watches is held up by one request, so that a slow READ or copy-up
 * does not hold up all others. A second permanent reader would cost a wake-up for most requests; this one sleeps while
 * nothing happens, and looks every {@link #LOOK_NANOS} while something does.
 *
 * <p>Its device never blocks: it must not be left waiting in a read, taking requests from the readers, when they are
 * free again.
 */
final class Standby implements Runnable {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** After so many looks at idle threads it sleeps until one is busy. */
    private static final int CALM_LOOKS = 8;

    /** Makes the channel at first need: most standbys never have any. */
    interface ChannelMaker {
        Channel make() throws ErrnoException;
    }

    private final List<Activity> watched;
    private final ChannelMaker maker;
    private final SessionEnd end;
    private final Activity own;
    private Optional<Channel> channel = Optional.empty();

    /**
     * Whether it sleeps for good. Set before it looks at the states once more, while {@link Activity#begin} sets the
     * state before it reads this: so one of the two sees the other and no busy thread goes unwatched.
     */
    private volatile boolean asleep;

    private volatile Thread thread = Thread.currentThread();

    Standby(List<Activity> watched, ChannelMaker maker, SessionEnd end, Optional<Standby> next) {
        this.watched = watched;
        this.maker = maker;
        this.end = end;
        this.own = new Activity(next);
    }

    /** Adds a thread to watch; before the threads start. */
    void watch(Activity activity) {
        watched.add(activity);
    }

    Activity activity() {
        return own;
    }

    void wake() {
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            while (!end.isLost()) {
                sleep();
                watch();
            }
        } catch (ErrnoException e) {
            end.lost(e);
        } finally {
            channel.ifPresent(Channel::close);
            end.left();
        }
    }

    private void sleep() {
        asleep = true;
        while (asleep && !Activity.anyBusy(watched) && !end.isLost()) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    private void watch() throws ErrnoException {
        long before = -1;
        int calm = 0;
        while (calm < CALM_LOOKS && !end.isLost()) {
            LockSupport.parkNanos(this, LOOK_NANOS);
            long now = Activity.sum(watched);
            if (now != before) {
                calm = 0;
            } else if (Activity.allBusy(watched)) {
                help(now);
            } else {
                calm++;
            }
            before = now;
        }
    }

    private void help(long stuckAt) throws ErrnoException {
        if (channel.isEmpty()) {
            channel = Optional.of(maker.make());
        }
        Channel mine = channel.get();
        while (Activity.sum(watched) == stuckAt && !end.isLost()) {
            if (!mine.device().awaitReadable(POLL_NANOS)) {
                continue;
            }
            int length = mine.read();
            if (length > 0) {
                own.begin();
                mine.serve(length);
                own.end();
            }
        }
    }
}
