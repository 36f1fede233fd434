package io.jfs.runtime.seccomp;

import io.jfs.runtime.spec.SeccompSpec;
import io.jfs.runtime.spec.SeccompSpec.Argument;
import io.jfs.runtime.spec.SeccompSpec.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rules of a profile by call number, for one architecture. A rule without conditions prevails over those with
 * conditions, wherever it stands; of several without conditions the first counts. Among rules with conditions the first
 * that matches counts.
 */
final class SyscallRules {
    /**
     * One way to a decision.
     *
     * @param conditions must all hold
     */
    record Case(List<Argument> conditions, int decision) {
        // Written out, since linking a record's own takes ten milliseconds of every start.
        @Override
        public boolean equals(Object other) {
            return other instanceof Case that && that.decision == decision && that.conditions.equals(conditions);
        }

        @Override
        public int hashCode() {
            return 31 * conditions.hashCode() + decision;
        }
    }

    private final SortedMap<Integer, List<Case>> byNumber = new TreeMap<>();
    private final SeccompArch arch;
    private final int otherwise;
    private int newest = -1;

    private SyscallRules(SeccompArch arch, int otherwise) {
        this.arch = arch;
        this.otherwise = otherwise;
    }

    static SyscallRules of(SeccompSpec profile, SeccompArch arch) {
        SyscallRules rules = new SyscallRules(arch, Decision.of(profile.defaultAction(), profile.defaultErrno()));
        for (Rule rule : profile.rules()) {
            int decision = Decision.of(rule.action(), rule.errno());
            for (String name : rule.names()) {
                rules.add(name, rule.arguments(), decision);
            }
        }
        return rules;
    }

    private void add(String name, List<Argument> conditions, int decision) {
        OptionalInt number = SyscallTable.of(arch).number(name);
        if (number.isPresent()) {
            newest = Math.max(newest, number.getAsInt());
        }
        // What happens anyway needs no rule; such rules must not shadow others either (runc leaves them out as well).
        if (decision == otherwise) {
            return;
        }
        if (number.isPresent()) {
            for (List<Argument> all : split(conditions)) {
                addCase(number.getAsInt(), new Case(all, decision));
            }
        }
        // Arguments of a multiplexed call lie in memory, where a filter cannot look.
        if (conditions.isEmpty()) {
            Multiplexed.of(arch, name)
                    .ifPresent(route -> addCase(
                            SyscallTable.of(arch).number(route.call()).orElseThrow(),
                            new Case(List.of(route.condition()), decision)));
        }
    }

    private void addCase(int number, Case added) {
        List<Case> cases = byNumber.computeIfAbsent(number, _ -> new ArrayList<>());
        if (!cases.isEmpty() && cases.getFirst().conditions().isEmpty()) {
            return;
        }
        if (added.conditions().isEmpty()) {
            cases.clear();
        }
        cases.add(added);
    }

    // Two conditions on one argument mean either, not both: what runc and crun made of libseccomp's limits.
    private static List<List<Argument>> split(List<Argument> conditions) {
        Set<Integer> seen = new HashSet<>();
        boolean repeated = conditions.stream().anyMatch(condition -> !seen.add(condition.index()));
        return repeated ? conditions.stream().map(List::of).toList() : List.of(conditions);
    }

    /** The cases of each call that has rules, by number. */
    SortedMap<Integer, List<Case>> byNumber() {
        return byNumber;
    }

    /** What happens to calls without a rule that matches. */
    int otherwise() {
        return otherwise;
    }

    /** The highest number that the profile names, with a rule or without effect; -1 if none. */
    int newest() {
        return newest;
    }
}
