package io.jfs.fuse.transport;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one serving thread is doing: waiting for a request, or busy with its n-th. Written by that thread, watched by a
 * {@link Standby}.
 */
final class Activity {
    private final Optional<Standby> watcher;

    /** Odd while busy; grows by one at each change. Written by the serving thread alone. */
    private final AtomicLong state = new AtomicLong();

    Activity(Optional<Standby> watcher) {
        this.watcher = watcher;
    }

    /** The state changes before {@link Standby#wake} reads the watcher's flag: see there. */
    void begin() {
        state.incrementAndGet();
        if (watcher.isPresent()) {
            watcher.get().wake();
        }
    }

    void end() {
        state.incrementAndGet();
    }

    /** A number that stays the same for as long as every one of these threads is busy with the same request. */
    static long sum(List<Activity> activities) {
        long sum = 0;
        for (int i = 0; i < activities.size(); i++) {
            sum += activities.get(i).state.get();
        }
        return sum;
    }

    static boolean allBusy(List<Activity> activities) {
        for (int i = 0; i < activities.size(); i++) {
            if ((activities.get(i).state.get() & 1) == 0) {
                return false;
            }
        }
        return true;
    }

    static boolean anyBusy(List<Activity> activities) {
        for (int i = 0; i < activities.size(); i++) {
            if ((activities.get(i).state.get() & 1) != 0) {
                return true;
            }
        }
        return false;
    }
}
