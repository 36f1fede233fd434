package io.jfs.snapshotter;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.jfs.core.store.CleanupResult;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts calls, how they ended and how long they took. Thread-safe. */
final class CallMetrics implements ServerInterceptor {
    private final Map<String, LatencyHistogram> latencies = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> calls = new ConcurrentSkipListMap<>();
    private final LongAdder running = new LongAdder();
    private final LongAdder directories = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder failures = new LongAdder();

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        String method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
        long start = System.nanoTime();
        running.increment();
        return next.startCall(
                new SimpleForwardingServerCall<>(call) {
                    @Override
                    public void close(Status status, Metadata trailers) {
                        running.decrement();
                        ended(method, status.getCode(), System.nanoTime() - start);
                        super.close(status, trailers);
                    }
                },
                headers);
    }

    private void ended(String method, Status.Code code, long nanos) {
        latencies.computeIfAbsent(method, _ -> new LatencyHistogram()).record(nanos);
        calls.computeIfAbsent("method=\"" + method + "\",code=\"" + code + "\"", _ -> new LongAdder())
                .increment();
    }

    void cleaned(CleanupResult result) {
        directories.add(result.snapshots() + result.orphans());
        bytes.add(result.freed().bytes());
        failures.add(result.failures().size());
    }

    /** In Prometheus's text format, version 0.0.4. */
    String text(String driver) {
        StringBuilder text = new StringBuilder();
        text.append("# TYPE jfs_info gauge\njfs_info{driver=\"").append(driver).append("\"} 1\n");
        text.append("# TYPE jfs_calls_total counter\n");
        calls.forEach((labels, count) -> text.append("jfs_calls_total{")
                .append(labels)
                .append("} ")
                .append(count)
                .append('\n'));
        text.append("# TYPE jfs_calls_running gauge\njfs_calls_running ")
                .append(running)
                .append('\n');
        text.append("# TYPE jfs_call_seconds histogram\n");
        latencies.forEach((method, latency) -> latency.print(text, "jfs_call_seconds", "method=\"" + method + "\""));
        counter(text, "jfs_cleanup_directories_total", directories);
        counter(text, "jfs_cleanup_bytes_total", bytes);
        counter(text, "jfs_cleanup_failures_total", failures);
        return text.toString();
    }

    private static void counter(StringBuilder text, String name, LongAdder value) {
        text.append("# TYPE ").append(name).append(" counter\n").append(name).append(' ');
        text.append(value).append('\n');
    }
}
