/** A snapshot as a union filesystem of our own: the union itself knows no FUSE type, the server connects the two. */
module io.jfs.driver.fuseunion {
    requires transitive io.jfs.linux;
    requires transitive io.jfs.fuse;
    requires io.jfs.core;
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports io.jfs.driver.fuseunion.server;
    exports io.jfs.union;

    provides io.jfs.core.driver.StorageDriverProvider with
            io.jfs.driver.fuseunion.FuseUnionDriverProvider;
}
