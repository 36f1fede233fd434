package io.jfs.cli.progress;

import io.jfs.core.Progress;
import io.jfs.core.ProgressListener;
import java.io.PrintStream;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

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
     * @param screen the size of the terminal now, for bars
     * @param nanoTime the clock, as {@link System#nanoTime}
     */
    static ProgressRenderer of(ProgressMode mode, PrintStream err, Supplier<Screen> screen, LongSupplier nanoTime) {
        return switch (mode) {
            case TTY -> new TtyRenderer(err, screen, nanoTime, true);
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

    /**
     * The same for work that is usually done at once, and whose result is printed next: people see nothing of it unless
     * it takes seconds, and nothing of it stays. Programs see everything.
     */
    static ProgressRenderer inPassing(
            ProgressMode mode, PrintStream err, Supplier<Screen> screen, LongSupplier nanoTime) {
        return switch (mode) {
            case TTY -> new InPassing(new TtyRenderer(err, screen, nanoTime, false), nanoTime);
            case PLAIN, AUTO -> new InPassing(new PlainRenderer(err, nanoTime), nanoTime);
            case JSON, QUIET -> of(mode, err, screen, nanoTime);
        };
    }
}
