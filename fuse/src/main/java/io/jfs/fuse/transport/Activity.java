package io.jfs.fuse.transport;

import java.util.List;
import java.util.Optional;

/**
 * What one serving thread is doing: waiting for a request, or busy with its n-th. Written by that thread, watched by a
 * {@link Standby}.
 */
final class Activity {
    private final Optional<Standby> watcher;

    /** Odd while busy; grows by one at each change. Written by the serving thread alone. */
    private volatile long state;

    Activity(Optional<Standby> watcher) {
        this.watcher = watcher;
    }

    /** The store of the state and the watcher's flag that {@link Standby#wake} reads are both volatile: see there. */
    void begin() {
        state = state + 1;
        if (watcher.isPresent()) {
            watcher.get().wake();
        }
    }

    void end() {
        state = state + 1;
    }

    /** A number that stays the same for as long as every one of these threads is busy with the same request. */
    static long sum(List<Activity> activities) {
        long sum = 0;
        for (int i = 0; i < activities.size(); i++) {
            sum += activities.get(i).state;
        }
        return sum;
    }

    static boolean allBusy(List<Activity> activities) {
        for (int i = 0; i < activities.size(); i++) {
            if ((activities.get(i).state & 1) == 0) {
                return false;
            }
        }
        return true;
    }

    static boolean anyBusy(List<Activity> activities) {
        for (int i = 0; i < activities.size(); i++) {
            if ((activities.get(i).state & 1) != 0) {
                return true;
            }
        }
        return false;
    }
}
