/** Contracts that every driver must pass, and a small language for file trees in tests. */
module io.jfs.testkit {
    requires transitive io.jfs.core;
    requires transitive org.junit.jupiter.api;
    requires transitive org.assertj.core;
    requires static transitive org.jspecify;

    exports io.jfs.testkit;
    exports io.jfs.testkit.sample;
}
