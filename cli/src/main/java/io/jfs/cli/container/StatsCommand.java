package io.jfs.cli.container;

import static io.jfs.cli.output.Column.left;

import io.jfs.cli.output.HumanSize;
import io.jfs.cli.output.Listing;
import io.jfs.cli.session.Session;
import io.jfs.runtime.cgroup.CgroupStats;
import io.jfs.runtime.container.Container;
import io.jfs.runtime.container.ContainerEngine;
import io.jfs.runtime.container.ContainerState;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "Show what running containers use, again and again until it is interrupted.",
        footer = {"", "Example:", "  jfs stats --no-stream web"})
final class StatsCommand extends ContainerCommand {
    private static final long INTERVAL_MILLIS = 1000;

    @Option(
            names = {"-a", "--all"},
            description = "Those that do not run too")
    boolean all;

    @Option(names = "--no-stream", description = "Only once")
    boolean once;

    @Option(names = "--no-trunc", description = "Print ids in full")
    boolean whole;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or a Go template")
    String format = "table";

    @Parameters(arity = "0..*", paramLabel = "CONTAINER", description = "Names or IDs; without any, all that run")
    List<String> containers = List.of();

    private record Sample(long nanos, long cpuNanos) {}

    private final Map<String, Sample> before = new HashMap<>();

    StatsCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        ContainerEngine engine = engine();
        sample(engine);
        while (true) {
            Times.sleep(INTERVAL_MILLIS);
            List<String> lines = new Listing(
                            List.of(
                                    left("ID", "CONTAINER ID"),
                                    left("Name", "NAME"),
                                    left("CPUPerc", "CPU %"),
                                    left("MemUsage", "MEM USAGE / LIMIT"),
                                    left("MemPerc", "MEM %"),
                                    left("NetIO", "NET I/O"),
                                    left("BlockIO", "BLOCK I/O"),
                                    left("PIDs", "PIDS")),
                            sample(engine))
                    .lines(format);
            if (!once && out().isTerminal()) {
                out().print("\033[H\033[2J");
            }
            out().lines(lines);
            out().flush();
            if (once) {
                return;
            }
        }
    }

    private List<Map<String, Object>> sample(ContainerEngine engine) throws IOException {
        List<Container> wanted = new ArrayList<>();
        if (containers.isEmpty()) {
            wanted.addAll(engine.list());
        }
        for (String name : containers) {
            wanted.add(engine.find(name));
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Container container : wanted) {
            ContainerState state = engine.state(container);
            if (state.isAlive()) {
                rows.add(row(container, engine.stats(container), state.pid().orElse(0)));
            } else if (all || !containers.isEmpty()) {
                rows.add(idle(container));
            }
        }
        return rows;
    }

    private Map<String, Object> idle(Container container) {
        return Listing.fields(
                "ID",
                id(container),
                "Name",
                container.name(),
                "CPUPerc",
                "--",
                "MemUsage",
                "-- / --",
                "MemPerc",
                "--",
                "NetIO",
                "--",
                "BlockIO",
                "--",
                "PIDs",
                "--");
    }

    private String id(Container container) {
        return whole ? container.id() : container.record().shortId();
    }

    private Map<String, Object> row(Container container, CgroupStats stats, int pid) throws IOException {
        Sample now = new Sample(System.nanoTime(), stats.cpuNanos());
        Sample last = before.put(container.id(), now);
        double cpu = last == null ? 0 : 100.0 * (now.cpuNanos - last.cpuNanos) / Math.max(1, now.nanos - last.nanos);
        long limit = stats.memoryLimit().orElse(hostMemory());
        long[] traffic = traffic(pid);
        return Listing.fields(
                "ID", id(container),
                "Name", container.name(),
                "CPUPerc", percent(cpu),
                "MemUsage", binary(stats.memoryBytes()) + " / " + binary(limit),
                "MemPerc", percent(100.0 * stats.memoryBytes() / Math.max(1, limit)),
                "NetIO", HumanSize.of(traffic[0]) + " / " + HumanSize.of(traffic[1]),
                "BlockIO", HumanSize.of(stats.readBytes()) + " / " + HumanSize.of(stats.writtenBytes()),
                "PIDs", stats.pids(),
                "CPUNanos", stats.cpuNanos(),
                "MemBytes", stats.memoryBytes());
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }

    private static String binary(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double scaled = bytes;
        int unit = 0;
        while (scaled >= 1024 && unit < units.length - 1) {
            scaled /= 1024;
            unit++;
        }
        return new BigDecimal(scaled)
                        .round(new MathContext(4))
                        .stripTrailingZeros()
                        .toPlainString()
                + units[unit];
    }

    private static long hostMemory() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            if (line.startsWith("MemTotal:")) {
                return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return 0;
    }

    // Received and sent, without the loopback's.
    private static long[] traffic(int pid) throws IOException {
        long[] sums = new long[2];
        Path file = Path.of("/proc/" + pid + "/net/dev");
        for (String line : Files.isReadable(file) ? Files.readAllLines(file) : List.<String>of()) {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.strip().startsWith("lo:")) {
                String[] fields = line.substring(colon + 1).strip().split(" +", -1);
                sums[0] += Long.parseLong(fields[0]);
                sums[1] += Long.parseLong(fields[8]);
            }
        }
        return sums;
    }
}
