package io.jfs.bench.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run: everything that was measured, and what is needed to judge it.
 *
 * @param schema of the JSON, {@link #SCHEMA}
 * @param command what was typed, to do it again
 * @param started when, RFC 3339
 * @param seed of data and order
 * @param size of the data
 * @param rounds how many were asked for
 * @param reference the contender that the others are divided by
 * @param environment the machine and the versions, in order
 * @param warnings what makes the figures doubtful
 * @param contenders those that ran
 * @param skipped contender or case, and why it did not run
 * @param cases what was measured
 */
public record Result(
        int schema,
        String command,
        String started,
        long seed,
        String size,
        int rounds,
        String reference,
        Map<String, String> environment,
        List<String> warnings,
        List<ContenderInfo> contenders,
        Map<String, String> skipped,
        List<CaseResult> cases) {
    /** The version of the JSON. */
    public static final int SCHEMA = 1;

    /**
     * One of those that are compared.
     *
     * @param kind {@code driver}, {@code peer} or {@code control}
     * @param description how it works, with its version if it has one
     */
    public record ContenderInfo(String name, String kind, String description) {}

    /** The case of an id. */
    public Optional<CaseResult> find(String id) {
        return cases.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /** The names of the contenders, in order. */
    public List<String> names() {
        return contenders.stream().map(ContenderInfo::name).toList();
    }

    /** The kind of a contender; empty text if it is not known. */
    public String kind(String name) {
        return contenders.stream()
                .filter(each -> each.name().equals(name))
                .map(ContenderInfo::kind)
                .findFirst()
                .orElse("");
    }
}
