package io.jfs.cli.container;

import io.jfs.runtime.container.ContainerOptions;
import io.jfs.runtime.container.ContainerOptions.Amount;
import io.jfs.runtime.container.ContainerOptions.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code run} and {@code create} set and {@code update} changes. Filled by picocli. */
final class LimitOptions {
    @Option(
            names = {"-m", "--memory"},
            paramLabel = "SIZE",
            description = "Most memory")
    @Nullable
    String memory;

    @Option(names = "--memory-swap", paramLabel = "SIZE", description = "Most memory and swap together; -1: no limit")
    @Nullable
    String memorySwap;

    @Option(names = "--memory-reservation", paramLabel = "SIZE", description = "Memory kept when it is short")
    @Nullable
    String memoryReservation;

    @Option(names = "--cpus", paramLabel = "N", description = "Most processors, such as 0.5")
    @Nullable
    String cpus;

    @Option(
            names = {"-c", "--cpu-shares"},
            paramLabel = "N",
            description = "Weight; 1024 is usual")
    @Nullable
    String cpuShares;

    @Option(names = "--cpu-quota", paramLabel = "MICROS", description = "In each period")
    @Nullable
    String cpuQuota;

    @Option(names = "--cpu-period", paramLabel = "MICROS", description = "Of the quota")
    @Nullable
    String cpuPeriod;

    @Option(names = "--cpuset-cpus", paramLabel = "LIST", description = "Processors, such as 0-2,4")
    @Nullable
    String cpusetCpus;

    @Option(names = "--cpuset-mems", paramLabel = "LIST", description = "Memory nodes")
    @Nullable
    String cpusetMems;

    @Option(names = "--pids-limit", paramLabel = "N", description = "Most tasks; -1: no limit")
    @Nullable
    String pids;

    @Option(names = "--blkio-weight", paramLabel = "N", description = "From 10 to 1000")
    @Nullable
    String blkioWeight;

    @Option(names = "--restart", paramLabel = "POLICY", description = "no, on-failure[:N], always or unless-stopped")
    @Nullable
    String restart;

    /** The same with what was given. */
    ContainerOptions apply(ContainerOptions options) {
        ContainerOptions all = amounts(options);
        all = text(all, Text.CPUS, cpusetCpus);
        all = text(all, Text.MEMS, cpusetMems);
        return text(all, Text.RESTART, restart);
    }

    private ContainerOptions amounts(ContainerOptions options) {
        ContainerOptions all = amount(options, Amount.MEMORY, memory == null ? null : Values.bytes("--memory", memory));
        all = amount(all, Amount.MEMORY_SWAP, memorySwap == null ? null : Values.bytes("--memory-swap", memorySwap));
        all = amount(
                all,
                Amount.MEMORY_RESERVATION,
                memoryReservation == null ? null : Values.bytes("--memory-reservation", memoryReservation));
        all = amount(all, Amount.NANO_CPUS, cpus == null ? null : Values.nanoCpus(cpus));
        all = amount(all, Amount.CPU_SHARES, number("--cpu-shares", cpuShares));
        all = amount(all, Amount.CPU_QUOTA, number("--cpu-quota", cpuQuota));
        all = amount(all, Amount.CPU_PERIOD, number("--cpu-period", cpuPeriod));
        all = amount(all, Amount.PIDS, number("--pids-limit", pids));
        return amount(all, Amount.BLKIO_WEIGHT, number("--blkio-weight", blkioWeight));
    }

    static @Nullable Long number(String option, @Nullable String text) {
        return text == null ? null : Values.number(option, text);
    }

    static ContainerOptions amount(ContainerOptions options, Amount option, @Nullable Long value) {
        return value == null ? options : options.with(option, value);
    }

    static ContainerOptions text(ContainerOptions options, Text option, @Nullable String value) {
        return value == null ? options : options.with(option, value);
    }
}
