package io.jfs.snapshotter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.FieldMask;
import io.containerd.snapshots.v1.CleanupRequest;
import io.containerd.snapshots.v1.CommitSnapshotRequest;
import io.containerd.snapshots.v1.Info;
import io.containerd.snapshots.v1.ListSnapshotsRequest;
import io.containerd.snapshots.v1.ListSnapshotsResponse;
import io.containerd.snapshots.v1.MountsRequest;
import io.containerd.snapshots.v1.PrepareSnapshotRequest;
import io.containerd.snapshots.v1.RemoveSnapshotRequest;
import io.containerd.snapshots.v1.SnapshotsGrpc;
import io.containerd.snapshots.v1.SnapshotsGrpc.SnapshotsBlockingStub;
import io.containerd.snapshots.v1.StatSnapshotRequest;
import io.containerd.snapshots.v1.UpdateSnapshotRequest;
import io.containerd.snapshots.v1.UsageRequest;
import io.containerd.snapshots.v1.UsageResponse;
import io.containerd.snapshots.v1.ViewSnapshotRequest;
import io.containerd.types.Mount;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Speaks to the service as containerd does. */
final class Client implements AutoCloseable {
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ManagedChannel channel;
    private final SnapshotsBlockingStub stub;

    Client(Path socket) {
        channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
                .eventLoopGroup(loop)
                .usePlaintext()
                .build();
        stub = SnapshotsGrpc.newBlockingStub(channel);
    }

    List<Mount> prepare(String key, String parent) {
        return prepare(key, parent, Map.of());
    }

    List<Mount> prepare(String key, String parent, Map<String, String> labels) {
        return stub.prepare(PrepareSnapshotRequest.newBuilder()
                        .setSnapshotter("jfs")
                        .setKey(key)
                        .setParent(parent)
                        .putAllLabels(labels)
                        .build())
                .getMountsList();
    }

    List<Mount> view(String key, String parent) {
        return stub.view(ViewSnapshotRequest.newBuilder()
                        .setKey(key)
                        .setParent(parent)
                        .build())
                .getMountsList();
    }

    List<Mount> mounts(String key) {
        return stub.mounts(MountsRequest.newBuilder().setKey(key).build()).getMountsList();
    }

    void commit(String name, String key) {
        commit(name, key, "", Map.of());
    }

    void commit(String name, String key, String parent, Map<String, String> labels) {
        var _ = stub.commit(CommitSnapshotRequest.newBuilder()
                .setName(name)
                .setKey(key)
                .setParent(parent)
                .putAllLabels(labels)
                .build());
    }

    void layer(String name, String parent) {
        prepare("extract " + name, parent);
        commit(name, "extract " + name);
    }

    void remove(String key) {
        var _ = stub.remove(RemoveSnapshotRequest.newBuilder().setKey(key).build());
    }

    Info stat(String key) {
        return stub.stat(StatSnapshotRequest.newBuilder().setKey(key).build()).getInfo();
    }

    Info update(String key, Map<String, String> labels, String... paths) {
        return stub.update(UpdateSnapshotRequest.newBuilder()
                        .setInfo(Info.newBuilder().setName(key).putAllLabels(labels))
                        .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(paths)))
                        .build())
                .getInfo();
    }

    Iterator<ListSnapshotsResponse> stream(String... filters) {
        return stub.list(ListSnapshotsRequest.newBuilder()
                .addAllFilters(List.of(filters))
                .build());
    }

    List<Info> list(String... filters) {
        List<Info> infos = new ArrayList<>();
        stream(filters).forEachRemaining(message -> infos.addAll(message.getInfoList()));
        return infos;
    }

    List<String> names(String... filters) {
        return list(filters).stream().map(Info::getName).sorted().toList();
    }

    UsageResponse usage(String key) {
        return stub.usage(UsageRequest.newBuilder().setKey(key).build());
    }

    void cleanup() {
        var _ = stub.cleanup(CleanupRequest.getDefaultInstance());
    }

    static void assertRefused(Status.Code code, String text, ThrowingCallable call) {
        StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, call);

        assertThat(refused).as("refused").isNotNull();
        assertThat(refused.getStatus().getCode()).isEqualTo(code);
        assertThat(refused.getStatus().getDescription()).contains(text);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
