/** A snapshot as a union filesystem of our own: the union itself knows no FUSE type. */
module io.jfs.driver.fuseunion {
    requires transitive io.jfs.linux;
    requires io.jfs.core;
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports io.jfs.union;
}
