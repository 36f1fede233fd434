/** A snapshot as mounts of the kernel's overlay filesystem. */
module io.jfs.driver.overlay {
    requires io.jfs.core;
    requires static transitive org.jspecify;

    provides io.jfs.core.driver.StorageDriverProvider with
            io.jfs.driver.overlay.OverlayDriverProvider;
}
