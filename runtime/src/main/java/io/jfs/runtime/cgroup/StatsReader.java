package io.jfs.runtime.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what a cgroup used, each controller in the version that has it. */
final class StatsReader {
    private static final long MICRO = 1000;
    private static final long NANOS_PER_TICK = 10_000_000; // USER_HZ is 100 on every architecture that jfs knows

    private final Cgroup cgroup;

    StatsReader(Cgroup cgroup) {
        this.cgroup = cgroup;
    }

    CgroupStats read() throws IOException {
        Cpu cpu = cgroup.isUnified("cpu") || cgroup.legacy("cpuacct").isEmpty() ? unifiedCpu() : legacyCpu();
        Memory memory = cgroup.isUnified("memory") ? unifiedMemory() : legacyMemory();
        Path pids = cgroup.directory("pids").orElse(Path.of("/nonexistent"));
        long[] io = cgroup.isUnified("io") ? unifiedIo() : legacyIo();
        return new CgroupStats(
                cpu.total,
                cpu.user,
                cpu.system,
                cpu.throttled,
                memory.usage - Math.min(memory.usage, memory.inactiveFile),
                memory.usage,
                memory.limit,
                oomKills(),
                CgroupFiles.number(pids.resolve("pids.current")).orElse(0),
                CgroupFiles.number(pids.resolve("pids.max")),
                io[0],
                io[1]);
    }

    private record Cpu(long total, long user, long system, long throttled) {}

    private record Memory(long usage, long inactiveFile, OptionalLong limit) {}

    private Cpu unifiedCpu() throws IOException {
        Optional<Path> unified = cgroup.unified();
        if (unified.isEmpty()) {
            return new Cpu(0, 0, 0, 0);
        }
        Map<String, Long> stat = CgroupFiles.table(unified.get().resolve("cpu.stat"));
        return new Cpu(
                MICRO * stat.getOrDefault("usage_usec", 0L),
                MICRO * stat.getOrDefault("user_usec", 0L),
                MICRO * stat.getOrDefault("system_usec", 0L),
                stat.getOrDefault("nr_throttled", 0L));
    }

    private Cpu legacyCpu() throws IOException {
        Path accounting = cgroup.legacy("cpuacct").orElseThrow();
        Map<String, Long> ticks = CgroupFiles.table(accounting.resolve("cpuacct.stat"));
        Map<String, Long> stat = cgroup.legacy("cpu").isPresent()
                ? CgroupFiles.table(cgroup.legacy("cpu").get().resolve("cpu.stat"))
                : Map.of();
        return new Cpu(
                CgroupFiles.number(accounting.resolve("cpuacct.usage")).orElse(0),
                NANOS_PER_TICK * ticks.getOrDefault("user", 0L),
                NANOS_PER_TICK * ticks.getOrDefault("system", 0L),
                stat.getOrDefault("nr_throttled", 0L));
    }

    private Memory unifiedMemory() throws IOException {
        Path memory = cgroup.unified().orElseThrow();
        return new Memory(
                CgroupFiles.number(memory.resolve("memory.current")).orElse(0),
                CgroupFiles.table(memory.resolve("memory.stat")).getOrDefault("inactive_file", 0L),
                CgroupFiles.number(memory.resolve("memory.max")));
    }

    private Memory legacyMemory() throws IOException {
        Optional<Path> memory = cgroup.legacy("memory");
        if (memory.isEmpty()) {
            return new Memory(0, 0, OptionalLong.empty());
        }
        OptionalLong limit = CgroupFiles.number(memory.get().resolve("memory.limit_in_bytes"));
        // Without a limit the file says the largest multiple of a page.
        boolean limited = limit.isPresent() && limit.getAsLong() < Long.MAX_VALUE - (1 << 20);
        return new Memory(
                CgroupFiles.number(memory.get().resolve("memory.usage_in_bytes"))
                        .orElse(0),
                CgroupFiles.table(memory.get().resolve("memory.stat")).getOrDefault("total_inactive_file", 0L),
                limited ? limit : OptionalLong.empty());
    }

    long oomKills() throws IOException {
        Optional<Path> file = cgroup.memoryEventFile();
        return file.isEmpty() ? 0 : CgroupFiles.table(file.get()).getOrDefault("oom_kill", 0L);
    }

    private long[] unifiedIo() throws IOException {
        long[] sums = new long[2];
        Path file = cgroup.unified().orElseThrow().resolve("io.stat");
        for (String line : Files.exists(file) ? CgroupFiles.read(file).split("\n", -1) : new String[0]) {
            for (String field : line.split(" ", -1)) {
                add(sums, 0, field, "rbytes=");
                add(sums, 1, field, "wbytes=");
            }
        }
        return sums;
    }

    private static void add(long[] sums, int index, String field, String prefix) {
        if (field.startsWith(prefix)) {
            sums[index] += Long.parseLong(field.substring(prefix.length()));
        }
    }

    private long[] legacyIo() throws IOException {
        long[] sums = new long[2];
        Optional<Path> blkio = cgroup.legacy("blkio");
        if (blkio.isPresent()) {
            CgroupFiles.table(blkio.get().resolve("blkio.throttle.io_service_bytes_recursive"))
                    .forEach((key, value) -> {
                        sums[0] += key.endsWith(" Read") ? value : 0;
                        sums[1] += key.endsWith(" Write") ? value : 0;
                    });
        }
        return sums;
    }
}
