package io.jfs.runtime.container;

import io.jfs.runtime.oci.OciRuntime;
import java.io.IOException;

/** Ends containers, and waits for their end. */
record Ending(OciRuntime runtime, States states) {
    private static final int SIGKILL = 9;
    private static final long FIRST_PAUSE_MILLIS = 2;
    private static final long LAST_PAUSE_MILLIS = 50;
    private static final long KILL_SECONDS = 10;

    /** Asks its first process to end; kills it if it has not after so many seconds. Returns when it has ended. */
    void stop(Container container, int signal, long seconds) throws IOException {
        ContainerState state = states.of(container);
        container.files().write(state.run().stopped());
        if (state.isAlive()) {
            if (state.status() == ContainerState.Status.PAUSED) {
                runtime.resume(ContainerEngine.ociId(container));
            }
            signalQuietly(container, signal);
            if (!awaitEnd(container, seconds < 0 ? Long.MAX_VALUE / 2 : seconds)) {
                signalQuietly(container, SIGKILL);
                if (!awaitEnd(container, KILL_SECONDS)) {
                    throw new ContainerException("container " + container.name() + " does not end");
                }
            }
        }
    }

    // It may have ended just now.
    private void signalQuietly(Container container, int signal) throws IOException {
        try {
            runtime.kill(ContainerEngine.ociId(container), signal, signal == SIGKILL);
        } catch (IOException e) {
            if (states.of(container).isAlive()) {
                throw e;
            }
        }
    }

    private boolean awaitEnd(Container container, long seconds) throws IOException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        long pause = FIRST_PAUSE_MILLIS;
        while (states.of(container).isAlive()) {
            if (seconds < Long.MAX_VALUE / 4_000_000_000L && System.nanoTime() > end) {
                return false;
            }
            Pauses.sleep(pause);
            pause = Math.min(LAST_PAUSE_MILLIS, 2 * pause);
        }
        return true;
    }

    /** Waits until it does not run, and it is known how it ended. */
    void await(Container container) throws IOException {
        awaitEnd(container, Long.MAX_VALUE / 2);
        awaitExitFile(container);
    }

    // The first process is gone a moment before its monitor has written how.
    static void awaitExitFile(Container container) throws IOException {
        for (int i = 0; i < 100 && container.files().readExit().isEmpty(); i++) {
            if (container.files().readState().startedAt().isEmpty()) {
                return;
            }
            Pauses.sleep(FIRST_PAUSE_MILLIS);
        }
    }
}
