package io.jfs.bench.measure;

import io.jfs.bench.result.Counters;
import io.jfs.linux.Devices;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times work, and counts meanwhile what the server of a mount does. For one thread. */
public final class Meter implements AutoCloseable {
    private static final double NANOS_PER_MILLI = 1e6;

    private final @Nullable FuseRequests requests;

    /** What is measured. */
    public interface Work {
        /** Does it. */
        void run() throws IOException;
    }

    /**
     * What was measured.
     *
     * @param millis wall time
     * @param counters as {@link Counters} names them
     */
    public record Reading(double millis, Map<String, Double> counters) {}

    /** Opens the counters that this process may use. */
    public Meter() throws IOException {
        requests = FuseRequests.available() ? FuseRequests.open() : null;
    }

    /** Times work that has no mount of its own. */
    public static Reading time(Work work) throws IOException {
        long start = System.nanoTime();
        work.run();
        return new Reading((System.nanoTime() - start) / NANOS_PER_MILLI, Map.of());
    }

    /** Times work on a mount. */
    public Reading measure(Path mount, Work work) throws IOException {
        Optional<Server> server = Server.of(mount);
        FuseRequests counting = server.isPresent() ? requests : null;
        double cpu = server.isPresent() ? server.get().cpuMillis() : 0;
        if (counting != null) {
            counting.start(connection(mount));
        }
        long start = System.nanoTime();
        work.run();
        double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
        Map<String, Double> counters = new LinkedHashMap<>();
        if (counting != null) {
            counters.put(Counters.REQUESTS, (double) counting.stop());
        }
        if (server.isPresent()) {
            counters.put(Counters.SERVER_CPU, server.get().cpuMillis() - cpu);
            counters.put(Counters.SERVER_RSS, server.get().residentMegabytes());
        }
        return new Reading(millis, counters);
    }

    private static int connection(Path mount) throws IOException {
        try (Fd root = Open.open(mount, Open.O_PATH, 0)) {
            return Devices.minor(Stat.stat(root).device());
        }
    }

    @Override
    public void close() throws IOException {
        if (requests != null) {
            requests.close();
        }
    }
}
