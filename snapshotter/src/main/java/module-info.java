/** containerd's proxy snapshotter over any driver; nothing else in jfs knows gRPC. */
module io.jfs.snapshotter {
    requires transitive io.jfs.core;
    requires com.google.common;
    requires com.google.protobuf;
    requires io.grpc;
    requires io.grpc.netty;
    requires io.grpc.protobuf;
    requires io.grpc.stub;
    requires io.netty.common;
    requires io.netty.transport;
    requires java.logging;
    requires jdk.httpserver;
    requires static com.google.errorprone.annotations;

    exports io.jfs.snapshotter;
}
