package io.jfs.cli.progress;

import io.jfs.core.Progress;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A line when an item changes its phase or ends, and while it lasts a heartbeat: no sooner than a second after its last
 * line, once it got on by ten per cent or ten seconds went by. So a log stays short, and never silent for minutes.
 */
final class PlainRenderer implements ProgressRenderer {
    private static final long SECOND = 1_000_000_000L;
    private static final long HEARTBEAT = 10 * SECOND;
    private static final int STEP_PERCENT = 10;

    private final PrintStream err;
    private final LongSupplier nanoTime;
    /** Guarded by this. */
    private final Map<String, Item> items = new HashMap<>();

    PlainRenderer(PrintStream err, LongSupplier nanoTime) {
        this.err = err;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void report(Progress progress) {
        long now = nanoTime.getAsLong();
        Item item = items.get(progress.id());
        boolean begins = item == null || !item.phase.equals(progress.phase());
        if (item == null || begins) {
            item = new Item(progress.phase(), now);
            items.put(progress.id(), item);
        }
        if (progress.done()) {
            items.remove(progress.id());
            line(progress, " done" + details(progress, now - item.began));
        } else if (begins) {
            line(progress, "");
        } else if (item.isDue(now, Amounts.percent(progress))) {
            item.printed(now, Amounts.percent(progress));
            int percent = Amounts.percent(progress);
            line(progress, (percent < 0 ? " " : " " + percent + "% ") + Amounts.ofTotal(progress));
        }
    }

    private static String details(Progress progress, long nanos) {
        String amount = progress.current() > 0 ? Amounts.amount(progress.current(), progress.unit()) + ", " : "";
        return nanos < SECOND / 10 && amount.isEmpty() ? "" : " (" + amount + Amounts.seconds(nanos) + ")";
    }

    private void line(Progress progress, String rest) {
        err.print(Amounts.shortId(progress.id()) + ": " + progress.phase() + rest + "\n");
        err.flush();
    }

    private static final class Item {
        private final String phase;
        private final long began;
        private long printedAt;
        private int printedPercent;

        Item(String phase, long now) {
            this.phase = phase;
            this.began = now;
            this.printedAt = now;
        }

        boolean isDue(long now, int percent) {
            return now - printedAt >= HEARTBEAT
                    || (percent >= printedPercent + STEP_PERCENT && now - printedAt >= SECOND);
        }

        void printed(long now, int percent) {
            printedAt = now;
            printedPercent = Math.max(percent, printedPercent);
        }
    }
}
