package io.jfs.bench;

import io.jfs.bench.result.Sample;

/** Is told how a run goes on. */
public interface BenchListener {
    /** A sample was taken. */
    void sampled(String caseId, Sample sample, String unit);

    /** Something cannot run, or gave a wrong answer. */
    void skipped(String what, String why);

    /** A round begins. */
    void round(int round, int rounds);
}
