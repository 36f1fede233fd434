package io.jfs.cli.progress;

import io.jfs.core.Progress;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A bar for each item in work and a line of totals below, drawn over at most ten times a second. Items that ended are
 * only counted. When closed, the bars are gone and the totals stay, if they are wanted. The cursor is never hidden, so
 * an interrupted command leaves a sane terminal.
 */
final class TtyRenderer implements ProgressRenderer {
    private static final long REDRAW = 100_000_000L;
    private static final String ERASE_LINE = "\r\u001b[2K";
    private static final int MIN_BAR = 10;
    private static final int MAX_BAR = 50;

    private final PrintStream err;
    private final Supplier<Screen> size;
    private final LongSupplier nanoTime;
    private final boolean totalsStay;
    private final long began;

    // All below guarded by this.
    private final Map<String, Progress> active = new LinkedHashMap<>();
    private int ended;
    private long endedBytes;
    private int drawnLines;
    private long drawnAt;
    private boolean closed;
    private Screen screen;

    /** @param size asked before each drawing, for a window can be resized */
    TtyRenderer(PrintStream err, Supplier<Screen> size, LongSupplier nanoTime, boolean totalsStay) {
        this.err = err;
        this.size = size;
        this.screen = size.get();
        this.totalsStay = totalsStay;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
        this.drawnAt = began - REDRAW;
    }

    @Override
    public synchronized void report(Progress progress) {
        if (closed) {
            return;
        }
        if (progress.done()) {
            active.remove(progress.id());
            ended++;
            endedBytes += progress.unit().equals("bytes") ? progress.current() : 0;
        } else {
            active.put(progress.id(), progress);
        }
        long now = nanoTime.getAsLong();
        if (now - drawnAt >= REDRAW) {
            drawnAt = now;
            screen = size.get();
            draw(lines(now));
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            active.clear();
            if (drawnLines > 0 || (ended > 0 && totalsStay)) {
                draw(totalsStay ? List.of(totals(nanoTime.getAsLong())) : List.of());
            }
        }
    }

    private List<String> lines(long now) {
        List<String> lines = new ArrayList<>();
        int room = screen.lines() - 3;
        for (Progress progress : active.values()) {
            if (lines.size() == room) {
                lines.add("… and " + (active.size() - room) + " more");
                break;
            }
            lines.add(bar(progress));
        }
        lines.add(totals(now));
        return lines;
    }

    private String bar(Progress progress) {
        String start = String.format("%-12s %-12s ", Amounts.shortId(progress.id()), progress.phase());
        String end = " " + Amounts.ofTotal(progress);
        int percent = Amounts.percent(progress);
        int width = Math.min(MAX_BAR, screen.columns() - 1 - start.length() - end.length() - 2);
        if (percent < 0 || width < MIN_BAR) {
            return fit(start + (percent < 0 ? "" : percent + "%") + end);
        }
        int filled = width * percent / 100;
        StringBuilder bar = new StringBuilder(start).append('[').repeat('=', Math.max(0, filled - 1));
        bar.append(filled > 0 ? ">" : "")
                .repeat(' ', width - filled)
                .append(']')
                .append(end);
        return fit(bar.toString());
    }

    private String totals(long now) {
        long bytes = endedBytes;
        for (Progress progress : active.values()) {
            bytes += progress.unit().equals("bytes") ? progress.current() : 0;
        }
        double seconds = (now - began) / 1e9;
        StringBuilder line =
                new StringBuilder(ended + (active.isEmpty() ? "" : "/" + (ended + active.size())) + " done");
        if (bytes > 0) {
            line.append(", ").append(Amounts.amount(bytes, "bytes"));
            if (seconds >= 0.1) {
                line.append(" (")
                        .append(Amounts.amount(Math.round(bytes / seconds), "bytes"))
                        .append("/s)");
            }
        }
        return fit(line.append(", ").append(Amounts.seconds(now - began)).toString());
    }

    private String fit(String line) {
        return line.length() < screen.columns() ? line : line.substring(0, screen.columns() - 1);
    }

    /** Goes up over what was drawn, writes the new lines, and erases those left below. */
    private void draw(List<String> lines) {
        StringBuilder out = new StringBuilder();
        if (drawnLines > 0) {
            out.append("\u001b[").append(drawnLines).append('A');
        }
        for (String line : lines) {
            out.append(ERASE_LINE).append(line).append('\n');
        }
        if (drawnLines > lines.size()) {
            out.append("\u001b[J");
        }
        drawnLines = lines.size();
        err.print(out);
        err.flush();
    }
}
