package io.jfs.bench;

import io.jfs.bench.result.CaseResult;
import io.jfs.bench.result.Counters;
import io.jfs.bench.result.Result;
import io.jfs.bench.result.Result.ContenderInfo;
import io.jfs.bench.result.Sample;
import io.jfs.bench.stats.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Results that were never measured. */
public final class Results {
    private Results() {}

    /** A case with the values of each contender, a round each. */
    public static CaseResult oneCase(String id, Map<String, double[]> values) {
        List<Sample> samples = new ArrayList<>();
        values.forEach((contender, rounds) -> {
            for (int round = 0; round < rounds.length; round++) {
                samples.add(new Sample(
                        contender,
                        round,
                        samples.size(),
                        rounds[round],
                        Map.of(Counters.REQUESTS, 10.0),
                        Quantiles.percentiles(1, 2, 5)));
            }
        });
        String parameter = id.contains("=") ? id.substring(id.indexOf('=') + 1) : "x";
        return new CaseResult(
                id,
                id.split("/", -1)[0],
                "does <something>",
                "ms",
                true,
                Map.of("depth", parameter),
                samples,
                Map.of());
    }

    /** A result with a plain directory, overlay as the reference and vfs. */
    public static Result of(CaseResult... cases) {
        return between(List.of("overlay", "vfs"), cases);
    }

    /** A result with a plain directory and these drivers, of which the first is the reference. */
    public static Result between(List<String> drivers, CaseResult... cases) {
        List<ContenderInfo> contenders = new ArrayList<>(List.of(new ContenderInfo("plain", "control", "a directory")));
        drivers.forEach(name -> contenders.add(new ContenderInfo(name, "driver", "how " + name + " works")));
        return new Result(
                Result.SCHEMA,
                "jfs bench run --quick",
                "2026-01-01T00:00:00Z",
                42,
                "small",
                5,
                drivers.getFirst(),
                Map.of("kernel", "Linux", "java", "25"),
                List.of("the machine is busy"),
                contenders,
                Map.of("podman", "not there"),
                List.of(cases));
    }
}
