package io.jfs.core.store;

import java.util.concurrent.atomic.LongAdder;

/** Counts LMDB operations of all threads. */
final class OperationCounter {
    private final LongAdder gets = new LongAdder();
    private final LongAdder puts = new LongAdder();
    private final LongAdder deletes = new LongAdder();
    private final LongAdder steps = new LongAdder();

    void get() {
        gets.increment();
    }

    void put() {
        puts.increment();
    }

    void delete() {
        deletes.increment();
    }

    void step() {
        steps.increment();
    }

    OperationCounts counts() {
        return new OperationCounts(gets.sum(), puts.sum(), deletes.sum(), steps.sum());
    }
}
