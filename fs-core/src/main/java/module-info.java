/** Values, the storage driver SPI, layers, and the snapshot store. */
module io.jfs.core {
    requires transitive io.jfs.linux;
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;
    requires lmdbjava;
    requires org.jnrproject.ffi;
    requires org.jnrproject.jffi;
    requires org.apache.commons.compress;
    requires com.github.luben.zstd_jni;
    requires re2j;

    exports io.jfs.core;
    exports io.jfs.core.diff;
    exports io.jfs.core.driver;
    exports io.jfs.core.layer;
    exports io.jfs.core.mount;
    exports io.jfs.core.overlay;
    exports io.jfs.core.store;
    exports io.jfs.core.tree;

    uses io.jfs.core.driver.StorageDriverProvider;
}
