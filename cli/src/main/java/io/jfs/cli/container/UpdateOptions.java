package io.jfs.cli.container;

import io.jfs.runtime.container.ContainerOptions;
import io.jfs.runtime.container.ContainerOptions.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The limits that can change while a container runs. Filled by picocli. */
final class UpdateOptions {
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
        RunOptions run = new RunOptions();
        run.memory = memory;
        run.memorySwap = memorySwap;
        run.memoryReservation = memoryReservation;
        run.cpus = cpus;
        run.cpuShares = cpuShares;
        run.cpuQuota = cpuQuota;
        run.cpuPeriod = cpuPeriod;
        run.pids = pids;
        run.blkioWeight = blkioWeight;
        ContainerOptions all = run.limits(options);
        all = cpusetCpus == null ? all : all.with(Text.CPUS, cpusetCpus);
        return restart == null ? all : all.with(Text.RESTART, restart);
    }
}
