/** A snapshot as a copied tree. */
module io.jfs.driver.vfs {
    requires io.jfs.core;
    requires static transitive org.jspecify;

    provides io.jfs.core.driver.StorageDriverProvider with
            io.jfs.driver.vfs.VfsDriverProvider;
}
