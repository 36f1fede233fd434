package io.jfs.runtime.spec;

import java.util.List;

/**
 * How a process is scheduled (sched_setattr(2)).
 *
 * @param policy such as {@code SCHED_BATCH}
 * @param flags such as {@code SCHED_FLAG_RESET_ON_FORK}
 * @param runtime in nanoseconds, as deadline and period, for {@code SCHED_DEADLINE}
 */
public record Scheduler(
        String policy, int nice, int priority, List<String> flags, long runtime, long deadline, long period) {
    private static final List<String> POLICIES = List.of(
            "SCHED_OTHER", "SCHED_FIFO", "SCHED_RR", "SCHED_BATCH", "SCHED_ISO", "SCHED_IDLE", "SCHED_DEADLINE");
    private static final List<String> FLAGS = List.of(
            "SCHED_FLAG_RESET_ON_FORK",
            "SCHED_FLAG_RECLAIM",
            "SCHED_FLAG_DL_OVERRUN",
            "SCHED_FLAG_KEEP_POLICY",
            "SCHED_FLAG_KEEP_PARAMS",
            "SCHED_FLAG_UTIL_CLAMP_MIN",
            "SCHED_FLAG_UTIL_CLAMP_MAX");

    static Scheduler of(SpecValue json) throws InvalidSpecException {
        return new Scheduler(
                json.at("policy").oneOf(POLICIES),
                json.optionalInt("nice", -20, 19).orElse(0),
                json.optionalInt("priority", 0, 99).orElse(0),
                json.list("flags", flag -> flag.oneOf(FLAGS)),
                json.optionalUnsignedLong("runtime").orElse(0),
                json.optionalUnsignedLong("deadline").orElse(0),
                json.optionalUnsignedLong("period").orElse(0));
    }
}
