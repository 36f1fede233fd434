package io.jfs.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Counts the requests that the kernel sends to the server of one FUSE mount, whoever wrote it: by the tracepoint
 * {@code fuse:fuse_request_send}, in a trace instance of its own that nobody else sees.
 */
public final class FuseRequests implements AutoCloseable {
    private static final Path TRACING = Path.of("/sys/kernel/tracing");
    private static final String EVENT = "events/fuse/fuse_request_send";
    private static final String SMALL_KIBIBYTES = "64";

    private final Path instance;

    private FuseRequests(Path instance) {
        this.instance = instance;
    }

    /** Whether this process can count. */
    public static boolean available() {
        return Files.isWritable(TRACING.resolve(EVENT).resolve("enable"));
    }

    /** Begins; close ends. Only where {@link #available}. */
    public static FuseRequests open() throws IOException {
        Path instance =
                TRACING.resolve("instances/jfs-bench-" + ProcessHandle.current().pid());
        Files.createDirectory(instance);
        FuseRequests requests = new FuseRequests(instance);
        Files.writeString(instance.resolve("buffer_size_kb"), SMALL_KIBIBYTES);
        return requests;
    }

    /**
     * Counts from now on.
     *
     * @param connection the minor number of the mount's device
     */
    public void start(int connection) throws IOException {
        Path event = instance.resolve(EVENT);
        Files.writeString(event.resolve("enable"), "0");
        Files.writeString(instance.resolve("trace"), "");
        Files.writeString(event.resolve("filter"), "connection == " + connection);
        Files.writeString(event.resolve("enable"), "1");
    }

    /** Stops; says how many there were. */
    public long stop() throws IOException {
        Files.writeString(instance.resolve(EVENT).resolve("enable"), "0");
        long count = 0;
        try (var processors = Files.list(instance.resolve("per_cpu"))) {
            for (Path processor : (Iterable<Path>) processors::iterator) {
                count += count(Files.readAllLines(processor.resolve("stats")));
            }
        }
        return count;
    }

    /** What is in the ring, and what did not fit. */
    static long count(List<String> stats) {
        return stats.stream()
                .filter(line -> line.startsWith("entries:") || line.startsWith("overrun:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .sum();
    }

    @Override
    public void close() throws IOException {
        Files.delete(instance);
    }
}
