package io.jfs.bench.workload;

import io.jfs.bench.data.DataSet;
import java.nio.file.Path;

/**
 * Where an action happens.
 *
 * @param root of the mounted tree
 * @param data what is in it
 * @param latencies of single operations, where an action keeps them
 */
record Site(Path root, DataSet data, Latencies latencies) {
    /** How many files to make or change. */
    int changes() {
        return data.size().changes();
    }
}
