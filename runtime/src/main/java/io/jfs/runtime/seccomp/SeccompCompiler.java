package io.jfs.runtime.seccomp;

import io.jfs.runtime.spec.SeccompSpec;
import io.jfs.runtime.spec.SeccompSpec.Action;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compiles a profile to a program for seccomp(2).
 *
 * <p>The program first looks at the architecture; calls of one that the profile does not list kill the thread. Then it
 * searches the call's number in a tree of ranges: about nine comparisons for Docker's profile, where a list would need
 * hundreds.
 *
 * <p>If the profile refuses what it does not name, calls newer than all that it names get {@code ENOSYS}: programs that
 * try a new call and fall back to an old one keep working, as with runc.
 */
public final class SeccompCompiler {
    private static final int NUMBER = 0; // offsetof(struct seccomp_data, nr)
    private static final int ARCHITECTURE = 4; // offsetof(struct seccomp_data, arch)
    private static final int NEW_LISTENER = 1 << 3;
    private static final Map<String, Integer> FLAGS = Map.of(
            "SECCOMP_FILTER_FLAG_TSYNC", 1,
            "SECCOMP_FILTER_FLAG_LOG", 1 << 1,
            "SECCOMP_FILTER_FLAG_SPEC_ALLOW", 1 << 2,
            "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV", 1 << 5);

    private final SeccompSpec profile;
    private final boolean enosysForNewer;
    private final BpfWriter writer = new BpfWriter();

    private SeccompCompiler(SeccompSpec profile, boolean enosysForNewer) {
        this.profile = profile;
        this.enosysForNewer = enosysForNewer && refuses(profile);
    }

    /**
     * Compiles the profile for the machine's own architecture and those that it lists. Names of calls and of
     * architectures that are unknown are left out.
     *
     * @throws IllegalArgumentException if the program would be larger than the kernel takes
     */
    public static SeccompFilter compile(SeccompSpec profile, SeccompArch host) {
        return new SeccompCompiler(profile, true).compile(host);
    }

    /** As {@link #compile}, but calls newer than the profile get its default action: what libseccomp alone does. */
    static SeccompFilter compileAsLibseccomp(SeccompSpec profile, SeccompArch host) {
        return new SeccompCompiler(profile, false).compile(host);
    }

    private static boolean refuses(SeccompSpec profile) {
        return switch (profile.defaultAction()) {
            case ALLOW, LOG, TRACE -> false;
            default -> true;
        };
    }

    private SeccompFilter compile(SeccompArch host) {
        Set<SeccompArch> archs = EnumSet.of(host);
        profile.architectures().forEach(name -> SeccompArch.find(name).ifPresent(archs::add));
        // Written from the end: the machine's own architecture is asked for first.
        Set<SeccompArch> order = new LinkedHashSet<>(archs);
        order.remove(host);
        order.add(host);
        int next = writer.returning(Decision.KILL_THREAD);
        Set<Integer> audits = new HashSet<>();
        for (SeccompArch arch : order) {
            boolean first = arch.audit() != host.audit() || arch == host;
            if (first && audits.add(arch.audit())) {
                next = writer.test(BpfWriter.Test.EQUAL, arch.audit(), writer.load(NUMBER, entry(arch, archs)), next);
            }
        }
        byte[] program = finish(next);
        boolean notifies = profile.defaultAction() == Action.NOTIFY
                || profile.rules().stream().anyMatch(rule -> rule.action() == Action.NOTIFY);
        int flags = profile.flags().stream().mapToInt(FLAGS::get).reduce(0, (a, b) -> a | b);
        return new SeccompFilter(program, notifies ? flags | NEW_LISTENER : flags, notifies);
    }

    private int entry(SeccompArch arch, Set<SeccompArch> archs) {
        return arch.audit() == SeccompArch.X86_64.audit() ? wideX86(archs) : calls(arch);
    }

    private byte[] finish(int first) {
        writer.load(ARCHITECTURE, first);
        return writer.program();
    }

    // One audit number for two conventions: the bit in the call's number tells which. -1 is no call, and never x32.
    private int wideX86(Set<SeccompArch> archs) {
        int kill = writer.returning(Decision.KILL_THREAD);
        int narrow = archs.contains(SeccompArch.X32) ? calls(SeccompArch.X32) : kill;
        int wide = archs.contains(SeccompArch.X86_64) ? calls(SeccompArch.X86_64) : kill;
        int high = writer.test(BpfWriter.Test.EQUAL, -1, wide, narrow);
        return writer.test(BpfWriter.Test.GREATER_OR_EQUAL, SeccompArch.X32_BIT, high, wide);
    }

    private record Range(int first, List<SyscallRules.Case> cases) {}

    // A place that decides on the call whose number was loaded.
    private int calls(SeccompArch arch) {
        SyscallRules rules = SyscallRules.of(profile, arch);
        return search(ranges(rules), arch, rules.otherwise());
    }

    private List<Range> ranges(SyscallRules rules) {
        List<SyscallRules.Case> otherwise = unconditional(rules.otherwise());
        List<Range> ranges = new ArrayList<>();
        ranges.add(new Range(0, otherwise));
        int next = 0;
        for (Map.Entry<Integer, List<SyscallRules.Case>> entry :
                rules.byNumber().entrySet()) {
            if (entry.getKey() > next) {
                append(ranges, next, otherwise);
            }
            append(ranges, entry.getKey(), entry.getValue());
            next = entry.getKey() + 1;
        }
        append(ranges, next, otherwise);
        if (enosysForNewer && rules.newest() >= 0) {
            append(ranges, rules.newest() + 1, unconditional(Decision.ENOSYS));
        }
        return ranges;
    }

    private static List<SyscallRules.Case> unconditional(int decision) {
        return List.of(new SyscallRules.Case(List.of(), decision));
    }

    // Neighbours with the same decision become one range.
    private static void append(List<Range> ranges, int first, List<SyscallRules.Case> cases) {
        Range last = ranges.getLast();
        if (last.first == first) {
            ranges.removeLast();
        } else if (last.cases.equals(cases)) {
            return;
        }
        if (ranges.isEmpty() || !ranges.getLast().cases.equals(cases)) {
            ranges.add(new Range(first, cases));
        }
    }

    private int search(List<Range> ranges, SeccompArch arch, int otherwise) {
        if (ranges.size() == 1) {
            return decide(ranges.getFirst().cases, arch, otherwise);
        }
        int middle = ranges.size() / 2;
        int upper = search(ranges.subList(middle, ranges.size()), arch, otherwise);
        int lower = search(ranges.subList(0, middle), arch, otherwise);
        return writer.test(BpfWriter.Test.GREATER_OR_EQUAL, ranges.get(middle).first, upper, lower);
    }

    private int decide(List<SyscallRules.Case> cases, SeccompArch arch, int otherwise) {
        ArgumentTests tests = new ArgumentTests(writer, arch.wide());
        int fail = cases.getLast().conditions().isEmpty() ? 0 : writer.returning(otherwise);
        for (SyscallRules.Case one : cases.reversed()) {
            int match = writer.returning(one.decision());
            for (var condition : one.conditions().reversed()) {
                match = tests.write(condition, match, fail);
            }
            fail = match;
        }
        return fail;
    }
}
