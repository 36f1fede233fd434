/** The Linux kernel as typed Java: the only module that uses {@code java.lang.foreign}. */
module io.jfs.linux {
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports io.jfs.linux;
    exports io.jfs.linux.btrfs;
    exports io.jfs.linux.fuse;
    exports io.jfs.linux.mount;
}
