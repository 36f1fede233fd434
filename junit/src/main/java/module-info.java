/** A mounted image for a JUnit test; start at {@code ImageExtension}. */
module io.jfs.junit {
    requires transitive io.jfs.api;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports io.jfs.junit;
}
