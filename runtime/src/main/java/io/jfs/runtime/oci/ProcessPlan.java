package io.jfs.runtime.oci;

import io.jfs.runtime.plan.Credentials;
import io.jfs.runtime.plan.Plan;
import io.jfs.runtime.spec.Capability;
import io.jfs.runtime.spec.CapabilitySets;
import io.jfs.runtime.spec.ProcessSpec;
import io.jfs.runtime.spec.Rlimit;
import io.jfs.runtime.spec.Scheduler;
import io.jfs.runtime.spec.SeccompSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The end of a plan: who the process is, and what it may do. */
final class ProcessPlan {
    private static final int IOPRIO_CLASS_SHIFT = 13; // linux/ioprio.h
    private static final int PER_LINUX32 = 8; // linux/personality.h
    private static final int DEFAULT_UMASK = 022;
    private static final List<String> POLICIES = List.of(
            "SCHED_OTHER", "SCHED_FIFO", "SCHED_RR", "SCHED_BATCH", "SCHED_ISO", "SCHED_IDLE", "SCHED_DEADLINE");
    private static final List<String> SCHEDULER_FLAGS = List.of(
            "SCHED_FLAG_RESET_ON_FORK",
            "SCHED_FLAG_RECLAIM",
            "SCHED_FLAG_DL_OVERRUN",
            "SCHED_FLAG_KEEP_POLICY",
            "SCHED_FLAG_KEEP_PARAMS",
            "SCHED_FLAG_UTIL_CLAMP_MIN",
            "SCHED_FLAG_UTIL_CLAMP_MAX");

    private final Plan plan;
    private final ProcessSpec process;
    private final Optional<SeccompSpec> seccomp;

    ProcessPlan(Plan plan, ProcessSpec process, Optional<SeccompSpec> seccomp) {
        this.plan = plan;
        this.process = process;
        this.seccomp = seccomp;
    }

    /** What the process is given before it loses its rights. */
    void prepare() {
        process.scheduler().ifPresent(this::scheduler);
        process.ioPriority().ifPresent(p -> plan.ioPriority(p.ioClass().number() << IOPRIO_CLASS_SHIFT | p.level()));
        for (Rlimit limit : process.rlimits()) {
            plan.limit(
                    limit.type().number(),
                    limit.soft(),
                    limit.hard(),
                    limit.type().specName());
        }
        process.apparmorProfile().ifPresent(profile -> plan.writeProc("self/attr/exec", "exec " + profile));
        process.selinuxLabel().ifPresent(label -> plan.writeProc("self/attr/exec", label));
        plan.workingDirectory(process.cwd());
    }

    /** What uname(2) and address layout tell the process. */
    void personality(String domain) {
        plan.personality(domain.equals("LINUX32") ? PER_LINUX32 : 0);
    }

    private void scheduler(Scheduler scheduler) {
        long flags = 0;
        for (String flag : scheduler.flags()) {
            flags |= 1L << SCHEDULER_FLAGS.indexOf(flag);
        }
        plan.scheduler(
                POLICIES.indexOf(scheduler.policy()),
                flags,
                scheduler.nice(),
                scheduler.priority(),
                scheduler.runtime(),
                scheduler.deadline(),
                scheduler.period());
    }

    /**
     * Takes the process's ids, capabilities and filter. Without no_new_privs loading a filter needs a capability that
     * the process may not keep, and a filter with an agent needs the helper, which leaves when all is ready: those are
     * loaded first. Any other comes last, so that it need not allow what happens in between.
     *
     * @param ready what is to be done between, when the process is ready to start
     */
    void enter(Runnable ready) throws IOException {
        boolean early = seccomp.isPresent()
                && (!process.noNewPrivileges() || seccomp.get().listenerPath().isPresent());
        if (early) {
            restrict();
        }
        plan.credentials(credentials());
        ready.run();
        if (!early) {
            restrict();
        }
    }

    private void restrict() throws IOException {
        if (process.noNewPrivileges()) {
            plan.noNewPrivileges();
        }
        if (seccomp.isPresent()) {
            SeccompProgram.load(plan, seccomp.get());
        }
    }

    private Credentials credentials() {
        Optional<CapabilitySets> sets = process.capabilities();
        return new Credentials(
                process.user().uid(),
                process.user().gid(),
                process.user().umask().orElse(DEFAULT_UMASK),
                sets.map(s -> bits(s.bounding())).orElse(0L),
                sets.map(s -> bits(s.effective())).orElse(0L),
                sets.map(s -> bits(s.inheritable())).orElse(0L),
                sets.map(s -> bits(s.permitted())).orElse(0L),
                sets.map(s -> bits(s.ambient()) & bits(s.permitted()) & bits(s.inheritable()))
                        .orElse(0L),
                process.user().additionalGids());
    }

    /** Names that jfs does not know are those of a later kernel, and nothing that this process has. */
    private static long bits(List<String> names) {
        long bits = 0;
        for (String name : names) {
            bits |= Capability.find(name).map(c -> 1L << c.number()).orElse(0L);
        }
        return bits;
    }

    /** The process's environment; {@code HOME} is added where it is missing, as runc does. */
    List<String> environment(Path root) throws IOException {
        List<String> environment = new ArrayList<>(process.env());
        if (environment.stream().noneMatch(variable -> variable.startsWith("HOME="))) {
            environment.add("HOME=" + HomeDirectory.of(root, process.user().uid()));
        }
        return environment;
    }
}
