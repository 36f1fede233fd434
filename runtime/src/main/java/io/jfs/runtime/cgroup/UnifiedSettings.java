package io.jfs.runtime.cgroup;

import io.jfs.runtime.spec.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Limits as files of cgroup version 2 (Documentation/admin-guide/cgroup-v2.rst). */
final class UnifiedSettings {
    private static final String NO_LIMIT = "max";
    private static final long DEFAULT_PERIOD_MICROS = 100_000;

    private final List<Setting> settings = new ArrayList<>();

    private UnifiedSettings() {}

    /**
     * @throws IllegalArgumentException if a limit cannot be expressed in version 2, or a file named in {@code unified}
     *     is none of a controller
     */
    static List<Setting> of(Resources resources) {
        UnifiedSettings settings = new UnifiedSettings();
        settings.memory(resources.memory());
        settings.cpu(resources.cpu());
        resources
                .pidsLimit()
                .ifPresent(most -> settings.add("pids", "pids.max", most > 0 ? Long.toString(most) : NO_LIMIT));
        settings.io(resources.blockIo());
        for (Resources.HugepageLimit limit : resources.hugepageLimits()) {
            String value = Long.toUnsignedString(limit.limit());
            settings.add("hugetlb", "hugetlb." + limit.pageSize() + ".max", value);
            settings.settings.add(Setting.optional("hugetlb", "hugetlb." + limit.pageSize() + ".rsvd.max", value));
        }
        return settings.settings;
    }

    /** The files that the section {@code unified} names as they are. */
    static List<Setting> verbatim(Map<String, String> unified) {
        List<Setting> settings = new ArrayList<>();
        unified.forEach((file, value) -> {
            int dot = file.indexOf('.');
            if (dot < 1 || !file.matches("[a-z]+\\.[A-Za-z0-9_.]+") || file.startsWith("cgroup.procs")) {
                throw new IllegalArgumentException("unified[\"" + file + "\"] is no file of a controller");
            }
            settings.add(Setting.of(file.substring(0, dot), file, value));
        });
        return settings;
    }

    private void add(String controller, String file, Object value) {
        settings.add(Setting.of(controller, file, value));
    }

    private void memory(Resources.Memory memory) {
        memory.limit().ifPresent(limit -> add("memory", "memory.max", limited(limit)));
        memory.reservation().ifPresent(low -> add("memory", "memory.low", limited(low)));
        if (memory.swap().isPresent() && memory.swap().getAsLong() != 0) {
            settings.add(Setting.optional("memory", "memory.swap.max", swap(memory)));
        } else if (memory.limit().orElse(0) == -1) {
            settings.add(Setting.optional("memory", "memory.swap.max", NO_LIMIT));
        }
    }

    // Version 1 limits memory and swap together, version 2 swap alone.
    private static String swap(Resources.Memory memory) {
        long both = memory.swap().orElseThrow();
        if (both == -1) {
            return NO_LIMIT;
        }
        long alone = memory.limit().orElse(0);
        if (alone <= 0) {
            throw new IllegalArgumentException("memory.swap needs memory.limit: cgroup version 2 limits swap alone");
        }
        if (both < alone) {
            throw new IllegalArgumentException("memory.swap " + both + " is below memory.limit " + alone);
        }
        return Long.toString(both - alone);
    }

    private static String limited(long value) {
        return value == -1 ? NO_LIMIT : Long.toString(value);
    }

    private void cpu(Resources.Cpu cpu) {
        if (cpu.shares().orElse(0) != 0) {
            add("cpu", "cpu.weight", weightOfShares(cpu.shares().getAsLong()));
        }
        long quota = cpu.quota().orElse(0);
        long period = cpu.period().orElse(0);
        if (quota != 0 || period != 0) {
            add(
                    "cpu",
                    "cpu.max",
                    (quota > 0 ? quota : NO_LIMIT) + " " + (period == 0 ? DEFAULT_PERIOD_MICROS : period));
        }
        cpu.burst().ifPresent(burst -> add("cpu", "cpu.max.burst", burst));
        cpu.idle().ifPresent(idle -> add("cpu", "cpu.idle", idle));
        cpu.cpus().ifPresent(list -> add("cpuset", "cpuset.cpus", list));
        cpu.mems().ifPresent(list -> add("cpuset", "cpuset.mems", list));
    }

    /** Shares from 2 to 262144 with 1024 as usual become weights from 1 to 10000 with 100 as usual, as in runc. */
    static long weightOfShares(long shares) {
        if (shares <= 2) {
            return 1;
        }
        if (shares >= 262_144) {
            return 10_000;
        }
        double log = Math.log((double) shares) / Math.log(2);
        return (long) Math.ceil(Math.pow(10, (log * log + 125 * log) / 612 - 7.0 / 34.0));
    }

    private void io(Resources.BlockIo io) {
        if (io.weight().orElse(0) != 0) {
            add("io", "io.weight", "default " + ioWeight(io.weight().getAsInt()));
        }
        for (Resources.WeightDevice device : io.weightDevices()) {
            device.weight()
                    .ifPresent(weight ->
                            add("io", "io.weight", device.major() + ":" + device.minor() + " " + ioWeight(weight)));
        }
        throttle("rbps", io.readBps());
        throttle("wbps", io.writeBps());
        throttle("riops", io.readIops());
        throttle("wiops", io.writeIops());
    }

    // 10 to 1000 become 1 to 10000.
    private static long ioWeight(int weight) {
        return 1 + (weight - 10L) * 9999 / 990;
    }

    private void throttle(String key, List<Resources.ThrottleDevice> devices) {
        for (Resources.ThrottleDevice device : devices) {
            String rate = device.rate() == 0 ? NO_LIMIT : Long.toUnsignedString(device.rate());
            add("io", "io.max", device.major() + ":" + device.minor() + " " + key + "=" + rate);
        }
    }

    static OptionalLong parse(String text) {
        return text.equals(NO_LIMIT) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }
}
