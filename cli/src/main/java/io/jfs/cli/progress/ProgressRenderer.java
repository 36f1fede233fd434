package io.jfs.cli.progress;

import io.jfs.core.Progress;
import io.jfs.core.ProgressListener;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/** Shows events until it is closed. Thread-safe. */
public interface ProgressRenderer extends ProgressListener, AutoCloseable {

    /** Ends the display: what was drawn to be drawn over is removed or completed. Repeatable. */
    @Override
    default void close() {}

    /**
     * A renderer for the mode.
     *
     * @param mode not {@link ProgressMode#AUTO}
     * @param err where it writes
     * @param screen the size of the terminal, for bars
     * @param nanoTime the clock, as {@link System#nanoTime}
     */
    static ProgressRenderer of(ProgressMode mode, PrintStream err, Screen screen, LongSupplier nanoTime) {
        return switch (mode) {
            case TTY -> new TtyRenderer(err, screen, nanoTime);
            case PLAIN, AUTO -> new PlainRenderer(err, nanoTime);
            case JSON -> new JsonRenderer(err, nanoTime);
            case QUIET ->
                new ProgressRenderer() {
                    @Override
                    public void report(Progress progress) {
                        // quiet
                    }
                };
        };
    }
}
