package io.jfs.cli.progress;

import io.jfs.cli.output.Json;
import io.jfs.core.Progress;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * One JSON object per line with the fields of {@link Progress}. The first and the last event of each phase of each item
 * are always written, those between at most ten times a second.
 */
final class JsonRenderer implements ProgressRenderer {
    private static final long INTERVAL = 100_000_000L;

    private final PrintStream err;
    private final LongSupplier nanoTime;
    /** When an event was last written, by item and phase. Guarded by this. */
    private final Map<String, Long> written = new HashMap<>();

    JsonRenderer(PrintStream err, LongSupplier nanoTime) {
        this.err = err;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void report(Progress progress) {
        String key = progress.id() + " " + progress.phase();
        long now = nanoTime.getAsLong();
        Long last = written.get(key);
        if (last != null && !progress.done() && now - last < INTERVAL) {
            return;
        }
        if (progress.done()) {
            written.remove(key);
        } else {
            written.put(key, now);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("operation", progress.operation());
        fields.put("phase", progress.phase());
        fields.put("id", progress.id());
        fields.put("current", progress.current());
        fields.put("total", progress.total());
        fields.put("unit", progress.unit());
        fields.put("done", progress.done());
        err.print(Json.compact(fields) + "\n");
        err.flush();
    }
}
