/** Compares storage drivers, and what others have for the same purpose, by whole-filesystem workloads. */
module io.jfs.bench {
    requires transitive io.jfs.core;
    requires com.fasterxml.jackson.databind;
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports io.jfs.bench;
    exports io.jfs.bench.data;
    exports io.jfs.bench.gate;
    exports io.jfs.bench.report;
    exports io.jfs.bench.result;
    exports io.jfs.bench.stats;

    opens io.jfs.bench.result to
            com.fasterxml.jackson.databind;

    uses io.jfs.core.driver.StorageDriverProvider;
}
