package io.jfs.snapshotter;

import com.google.protobuf.Empty;
import io.containerd.snapshots.v1.CleanupRequest;
import io.containerd.snapshots.v1.CommitSnapshotRequest;
import io.containerd.snapshots.v1.Info;
import io.containerd.snapshots.v1.ListSnapshotsRequest;
import io.containerd.snapshots.v1.ListSnapshotsResponse;
import io.containerd.snapshots.v1.MountsRequest;
import io.containerd.snapshots.v1.MountsResponse;
import io.containerd.snapshots.v1.PrepareSnapshotRequest;
import io.containerd.snapshots.v1.PrepareSnapshotResponse;
import io.containerd.snapshots.v1.RemoveSnapshotRequest;
import io.containerd.snapshots.v1.SnapshotsGrpc;
import io.containerd.snapshots.v1.StatSnapshotRequest;
import io.containerd.snapshots.v1.StatSnapshotResponse;
import io.containerd.snapshots.v1.UpdateSnapshotRequest;
import io.containerd.snapshots.v1.UpdateSnapshotResponse;
import io.containerd.snapshots.v1.UsageRequest;
import io.containerd.snapshots.v1.UsageResponse;
import io.containerd.snapshots.v1.ViewSnapshotRequest;
import io.containerd.snapshots.v1.ViewSnapshotResponse;
import io.grpc.stub.StreamObserver;
import io.jfs.core.Usage;
import io.jfs.core.store.CleanupResult;
import io.jfs.core.store.Filter;
import java.io.IOException;
import java.util.function.Consumer;

/** The ten calls: messages in, {@link ServedSnapshots}, messages out. */
final class SnapshotsService extends SnapshotsGrpc.SnapshotsImplBase {
    /** As many as containerd's own server puts into one message. */
    private static final int INFOS_PER_MESSAGE = 100;

    private final ServedSnapshots snapshots;
    private final Consumer<CleanupResult> cleaned;

    /** @param cleaned is told what each cleanup did */
    SnapshotsService(ServedSnapshots snapshots, Consumer<CleanupResult> cleaned) {
        this.snapshots = snapshots;
        this.cleaned = cleaned;
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    @FunctionalInterface
    private interface Change {
        void run() throws IOException;
    }

    private static <T> void answer(StreamObserver<T> to, Work<T> work) {
        T response;
        try {
            response = work.run();
        } catch (IOException | RuntimeException e) {
            to.onError(Statuses.of(e));
            return;
        }
        to.onNext(response);
        to.onCompleted();
    }

    private static void acknowledge(StreamObserver<Empty> to, Change change) {
        answer(to, () -> {
            change.run();
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void prepare(PrepareSnapshotRequest request, StreamObserver<PrepareSnapshotResponse> to) {
        answer(
                to,
                () -> PrepareSnapshotResponse.newBuilder()
                        .addAllMounts(Messages.mounts(snapshots.prepare(
                                Messages.key(request.getKey()),
                                Messages.parent(request.getParent()),
                                request.getLabelsMap())))
                        .build());
    }

    @Override
    public void view(ViewSnapshotRequest request, StreamObserver<ViewSnapshotResponse> to) {
        answer(
                to,
                () -> ViewSnapshotResponse.newBuilder()
                        .addAllMounts(Messages.mounts(snapshots.view(
                                Messages.key(request.getKey()),
                                Messages.parent(request.getParent()),
                                request.getLabelsMap())))
                        .build());
    }

    @Override
    public void mounts(MountsRequest request, StreamObserver<MountsResponse> to) {
        answer(
                to,
                () -> MountsResponse.newBuilder()
                        .addAllMounts(Messages.mounts(snapshots.mounts(Messages.key(request.getKey()))))
                        .build());
    }

    @Override
    public void commit(CommitSnapshotRequest request, StreamObserver<Empty> to) {
        acknowledge(
                to,
                () -> snapshots.commit(
                        Messages.key(request.getName()),
                        Messages.key(request.getKey()),
                        request.getLabelsMap(),
                        Messages.parent(request.getParent())));
    }

    @Override
    public void remove(RemoveSnapshotRequest request, StreamObserver<Empty> to) {
        acknowledge(to, () -> snapshots.remove(Messages.key(request.getKey())));
    }

    @Override
    public void stat(StatSnapshotRequest request, StreamObserver<StatSnapshotResponse> to) {
        answer(
                to,
                () -> StatSnapshotResponse.newBuilder()
                        .setInfo(Messages.info(snapshots.stat(Messages.key(request.getKey()))))
                        .build());
    }

    @Override
    public void update(UpdateSnapshotRequest request, StreamObserver<UpdateSnapshotResponse> to) {
        Info info = request.getInfo();
        answer(
                to,
                () -> UpdateSnapshotResponse.newBuilder()
                        .setInfo(Messages.info(snapshots.update(
                                Messages.key(info.getName()),
                                info.getLabelsMap(),
                                request.getUpdateMask().getPathsList())))
                        .build());
    }

    /** Sends what the store had at one instant; no lock is held meanwhile. */
    @Override
    public void list(ListSnapshotsRequest request, StreamObserver<ListSnapshotsResponse> to) {
        try {
            ListSnapshotsResponse.Builder[] batch = {ListSnapshotsResponse.newBuilder()};
            snapshots.list(Filter.parse(request.getFiltersList()), info -> {
                batch[0].addInfo(Messages.info(info));
                if (batch[0].getInfoCount() == INFOS_PER_MESSAGE) {
                    to.onNext(batch[0].build());
                    batch[0] = ListSnapshotsResponse.newBuilder();
                }
            });
            if (batch[0].getInfoCount() > 0) {
                to.onNext(batch[0].build());
            }
        } catch (IOException | RuntimeException e) {
            to.onError(Statuses.of(e));
            return;
        }
        to.onCompleted();
    }

    @Override
    public void usage(UsageRequest request, StreamObserver<UsageResponse> to) {
        answer(to, () -> {
            Usage usage = snapshots.usage(Messages.key(request.getKey()));
            return UsageResponse.newBuilder()
                    .setSize(usage.bytes())
                    .setInodes(usage.inodes())
                    .build();
        });
    }

    @Override
    public void cleanup(CleanupRequest request, StreamObserver<Empty> to) {
        acknowledge(to, () -> cleaned.accept(snapshots.cleanup()));
    }
}
