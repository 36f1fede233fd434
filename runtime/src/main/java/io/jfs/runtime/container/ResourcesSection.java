package io.jfs.runtime.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.runtime.cgroup.Hierarchies;
import io.jfs.runtime.container.ContainerOptions.Amount;
import io.jfs.runtime.container.ContainerOptions.Flag;
import io.jfs.runtime.container.ContainerOptions.Text;
import java.io.IOException;
import java.util.OptionalLong;

/** Limits as the runtime-spec has them. */
final class ResourcesSection {
    private static final long PERIOD_MICROS = 100_000;
    private static final long NANOS_PER_CPU = 1_000_000_000;
    private static final long LEAST_MEMORY = 6L << 20;

    private ResourcesSection() {}

    /** @throws ContainerException if limits contradict each other */
    static ObjectNode of(ContainerOptions options) throws IOException {
        ObjectNode resources = Json.object();
        memory(resources.putObject("memory"), options);
        cpu(resources.putObject("cpu"), options);
        options.amount(Amount.PIDS)
                .ifPresent(most -> resources.putObject("pids").put("limit", most));
        options.amount(Amount.BLKIO_WEIGHT)
                .ifPresent(weight -> resources.putObject("blockIO").put("weight", weight));
        return resources;
    }

    private static void memory(ObjectNode memory, ContainerOptions options) throws IOException {
        OptionalLong limit = options.amount(Amount.MEMORY);
        OptionalLong swap = options.amount(Amount.MEMORY_SWAP);
        if (limit.isPresent() && limit.getAsLong() < LEAST_MEMORY) {
            throw new ContainerException("minimum memory limit allowed is 6MB");
        }
        if (swap.isPresent() && swap.getAsLong() > 0 && limit.isEmpty()) {
            throw new ContainerException("you should always set the memory limit when using --memory-swap");
        }
        if (swap.isPresent() && swap.getAsLong() > 0 && swap.getAsLong() < limit.orElse(0)) {
            throw new ContainerException("minimum memoryswap limit should be larger than memory limit");
        }
        limit.ifPresent(bytes -> memory.put("limit", bytes));
        options.amount(Amount.MEMORY_RESERVATION).ifPresent(bytes -> memory.put("reservation", bytes));
        if (swap.orElse(0) != 0) {
            memory.put("swap", swap.getAsLong());
        } else if (limit.isPresent() && Hierarchies.read().hasSwapLimit()) {
            // As much swap as memory, if nothing is said of it.
            memory.put("swap", 2 * limit.getAsLong());
        }
        if (options.has(Flag.OOM_KILL_DISABLE)) {
            memory.put("disableOOMKiller", true);
        }
    }

    private static void cpu(ObjectNode cpu, ContainerOptions options) {
        options.amount(Amount.NANO_CPUS)
                .ifPresent(
                        nanos -> cpu.put("period", PERIOD_MICROS).put("quota", nanos * PERIOD_MICROS / NANOS_PER_CPU));
        options.amount(Amount.CPU_PERIOD).ifPresent(period -> cpu.put("period", period));
        options.amount(Amount.CPU_QUOTA).ifPresent(quota -> cpu.put("quota", quota));
        options.amount(Amount.CPU_SHARES).ifPresent(shares -> cpu.put("shares", shares));
        options.text(Text.CPUS).ifPresent(cpus -> cpu.put("cpus", cpus));
        options.text(Text.MEMS).ifPresent(mems -> cpu.put("mems", mems));
    }
}
