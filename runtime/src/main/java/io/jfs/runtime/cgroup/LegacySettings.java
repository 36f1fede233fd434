package io.jfs.runtime.cgroup;

import io.jfs.runtime.spec.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Limits as files of cgroup version 1 (Documentation/admin-guide/cgroup-v1). */
final class LegacySettings {
    private static final String BLKIO = "blkio";
    private static final String MEMORY = "memory";

    private final List<Setting> settings = new ArrayList<>();

    private LegacySettings() {}

    static List<Setting> of(Resources resources) {
        LegacySettings settings = new LegacySettings();
        settings.memory(resources.memory());
        settings.cpu(resources.cpu());
        settings.pids(resources.pidsLimit());
        settings.blockIo(resources.blockIo());
        for (Resources.HugepageLimit limit : resources.hugepageLimits()) {
            String value = Long.toUnsignedString(limit.limit());
            settings.add("hugetlb", "hugetlb." + limit.pageSize() + ".limit_in_bytes", value);
            settings.settings.add(
                    Setting.optional("hugetlb", "hugetlb." + limit.pageSize() + ".rsvd.limit_in_bytes", value));
        }
        resources.networkClass().ifPresent(id -> settings.add("net_cls", "net_cls.classid", id));
        resources
                .networkPriorities()
                .forEach((name, priority) -> settings.add("net_prio", "net_prio.ifpriomap", name + " " + priority));
        return settings.settings;
    }

    private void add(String controller, String file, Object value) {
        settings.add(Setting.of(controller, file, value));
    }

    private void add(String controller, String file, OptionalLong value) {
        value.ifPresent(number -> add(controller, file, number));
    }

    // Memory alone without a limit: memory and swap together cannot have one then.
    private void memory(Resources.Memory memory) {
        add(MEMORY, "memory.limit_in_bytes", memory.limit());
        OptionalLong swap = memory.swap().isEmpty() && memory.limit().orElse(0) == -1 ? memory.limit() : memory.swap();
        if (memory.swap().isPresent()) {
            add(MEMORY, "memory.memsw.limit_in_bytes", swap);
        } else if (swap.isPresent()) {
            settings.add(Setting.optional(MEMORY, "memory.memsw.limit_in_bytes", swap.getAsLong()));
        }
        add(MEMORY, "memory.soft_limit_in_bytes", memory.reservation());
        memory.kernelTcp()
                .ifPresent(limit -> settings.add(Setting.optional(MEMORY, "memory.kmem.tcp.limit_in_bytes", limit)));
        memory.swappiness().ifPresent(value -> add(MEMORY, "memory.swappiness", value));
        if (memory.disableOomKiller()) {
            add(MEMORY, "memory.oom_control", 1);
        }
    }

    private void cpu(Resources.Cpu cpu) {
        cpu.shares().ifPresent(shares -> {
            if (shares != 0) {
                add("cpu", "cpu.shares", Long.toUnsignedString(shares));
            }
        });
        add("cpu", "cpu.cfs_period_us", nonzero(cpu.period()));
        add("cpu", "cpu.cfs_quota_us", nonzero(cpu.quota()));
        add("cpu", "cpu.cfs_burst_us", cpu.burst());
        add("cpu", "cpu.rt_period_us", nonzero(cpu.realtimePeriod()));
        add("cpu", "cpu.rt_runtime_us", nonzero(cpu.realtimeRuntime()));
        cpu.idle().ifPresent(idle -> add("cpu", "cpu.idle", idle));
        cpu.cpus().ifPresent(list -> add("cpuset", "cpuset.cpus", list));
        cpu.mems().ifPresent(list -> add("cpuset", "cpuset.mems", list));
    }

    // Callers write 0 for "not asked for".
    private static OptionalLong nonzero(OptionalLong value) {
        return value.orElse(0) == 0 ? OptionalLong.empty() : value;
    }

    private void pids(OptionalLong limit) {
        limit.ifPresent(most -> add("pids", "pids.max", most > 0 ? Long.toString(most) : "max"));
    }

    private void blockIo(Resources.BlockIo io) {
        weight("blkio.weight", io.weight());
        weight("blkio.leaf_weight", io.leafWeight());
        for (Resources.WeightDevice device : io.weightDevices()) {
            String name = device.major() + ":" + device.minor() + " ";
            device.weight().ifPresent(weight -> add(BLKIO, "blkio.weight_device", name + weight));
            device.leafWeight().ifPresent(weight -> add(BLKIO, "blkio.leaf_weight_device", name + weight));
        }
        throttle("blkio.throttle.read_bps_device", io.readBps());
        throttle("blkio.throttle.write_bps_device", io.writeBps());
        throttle("blkio.throttle.read_iops_device", io.readIops());
        throttle("blkio.throttle.write_iops_device", io.writeIops());
    }

    private void weight(String file, OptionalInt weight) {
        weight.ifPresent(value -> {
            if (value != 0) {
                add(BLKIO, file, value);
            }
        });
    }

    private void throttle(String file, List<Resources.ThrottleDevice> devices) {
        for (Resources.ThrottleDevice device : devices) {
            add(BLKIO, file, device.major() + ":" + device.minor() + " " + Long.toUnsignedString(device.rate()));
        }
    }
}
