package io.jfs.bench.workload;

import io.jfs.bench.measure.Meter.Reading;
import java.util.List;
import java.util.Map;

/**
 * What one measurement gave.
 *
 * @param value in the case's unit
 * @param counters beside it
 * @param latencies percentiles of single operations in microseconds, or nothing
 * @param answer what was seen or left behind: all contenders must give the same
 */
public record Outcome(double value, Map<String, Double> counters, List<Double> latencies, String answer) {
    /** Of a reading whose time is the value. */
    static Outcome of(Reading reading, List<Double> latencies, String answer) {
        return new Outcome(reading.millis(), reading.counters(), latencies, answer);
    }
}
