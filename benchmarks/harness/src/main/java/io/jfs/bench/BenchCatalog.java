package io.jfs.bench;

import io.jfs.bench.contender.Contender;
import io.jfs.bench.contender.Contenders;
import io.jfs.bench.data.DataSize;
import io.jfs.bench.measure.Machine;
import io.jfs.bench.workload.Workloads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What there is to choose from, and what the machine is like. */
public final class BenchCatalog {
    private BenchCatalog() {}

    /**
     * One of those that can be compared.
     *
     * @param problem why it cannot run here; empty if it can
     */
    public record Entry(String name, String kind, String description, String problem) {}

    /**
     * All contenders.
     *
     * @param directory where the data would be
     */
    public static List<Entry> contenders(Path directory) {
        return Contenders.all().stream().map(each -> entry(each, directory)).toList();
    }

    private static Entry entry(Contender each, Path directory) {
        return new Entry(
                each.name(),
                each.kind().name().toLowerCase(Locale.ROOT),
                each.description(),
                each.problem(directory).orElse(""));
    }

    /** All workloads with what they do. */
    public static Map<String, String> workloads() {
        return Workloads.descriptions(DataSize.SMALL);
    }

    /** The workloads that give a first answer. */
    public static List<String> quickWorkloads() {
        return Workloads.QUICK;
    }

    /** The machine, as it is recorded with every result. */
    public static Map<String, String> environment(Path directory) throws IOException {
        return Machine.environment(directory);
    }

    /** What makes figures of the machine doubtful now. */
    public static List<String> warnings(Path directory) throws IOException {
        return Machine.warnings(directory);
    }
}
