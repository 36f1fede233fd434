/** A snapshot as a btrfs subvolume. */
module io.jfs.driver.btrfs {
    requires io.jfs.core;
    requires static transitive org.jspecify;

    provides io.jfs.core.driver.StorageDriverProvider with
            io.jfs.driver.btrfs.BtrfsDriverProvider;
}
