package io.jfs.cli.bench;

import io.jfs.bench.BenchListener;
import io.jfs.bench.result.Sample;
import io.jfs.cli.session.Output;
import java.util.Locale;

/** Tells on standard error how a run goes on: each round, and on a terminal each sample. */
final class RunLog implements BenchListener {
    private final Output err;

    RunLog(Output err) {
        this.err = err;
    }

    @Override
    public void sampled(String caseId, Sample sample, String unit) {
        if (err.isTerminal()) {
            err.line(String.format(
                    Locale.ROOT, "  %-24s %-32s %10.2f %s", caseId, sample.contender(), sample.value(), unit));
        }
    }

    @Override
    public void skipped(String what, String why) {
        err.line("jfs: " + what + ": " + why);
    }

    @Override
    public void round(int round, int rounds) {
        err.line(round < 0 ? "warm-up" : "round " + (round + 1) + " of " + rounds);
    }
}
