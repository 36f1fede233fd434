package io.jfs.runtime.cgroup;

import java.util.OptionalLong;

/**
 * What a container used. Where a controller is missing, the number is 0.
 *
 * @param cpuNanos processor time of all its tasks
 * @param userNanos of it in programs
 * @param systemNanos of it in the kernel
 * @param throttledPeriods how often it had to wait for the next period of its quota
 * @param memoryBytes in use, without file pages that the kernel would drop first, as docker counts
 * @param memoryUsageBytes in use, all
 * @param memoryLimit empty if there is none
 * @param oomKills how many processes were killed for want of memory
 * @param pids tasks
 * @param readBytes from block devices
 * @param writtenBytes to block devices
 */
public record CgroupStats(
        long cpuNanos,
        long userNanos,
        long systemNanos,
        long throttledPeriods,
        long memoryBytes,
        long memoryUsageBytes,
        OptionalLong memoryLimit,
        long oomKills,
        long pids,
        OptionalLong pidsLimit,
        long readBytes,
        long writtenBytes) {}
