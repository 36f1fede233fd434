package io.jfs.core.store;

/**
 * How many LMDB operations were done: the measure that tells whether a request costs the same in a large store as in a
 * small one.
 *
 * @param gets lookups by key
 * @param puts values written
 * @param deletes keys deleted
 * @param steps cursor positions visited
 */
record OperationCounts(long gets, long puts, long deletes, long steps) {
    OperationCounts minus(OperationCounts earlier) {
        return new OperationCounts(
                gets - earlier.gets, puts - earlier.puts, deletes - earlier.deletes, steps - earlier.steps);
    }
}
