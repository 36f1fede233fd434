/** A FUSE library without libfuse: the kernel's protocol, spoken from Java. */
module io.jfs.fuse {
    requires jdk.jfr;
    requires transitive io.jfs.linux;
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports io.jfs.fuse.wire;
    exports io.jfs.fuse.dispatch;
    exports io.jfs.fuse.transport;

    uses io.jfs.fuse.transport.FuseTransportProvider;
}
