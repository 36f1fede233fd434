package io.jfs.snapshotter;

import com.google.protobuf.Timestamp;
import io.containerd.snapshots.v1.Info;
import io.containerd.snapshots.v1.Kind;
import io.containerd.types.Mount;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** jfs's values as containerd's messages, and back. */
final class Messages {
    private Messages() {}

    static SnapshotKey key(String text) {
        return new SnapshotKey(text);
    }

    /** In messages an empty parent means none. */
    static Optional<SnapshotKey> parent(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(new SnapshotKey(text));
    }

    static List<Mount> mounts(List<io.jfs.core.Mount> mounts) {
        return mounts.stream()
                .map(mount -> Mount.newBuilder()
                        .setType(mount.type())
                        .setSource(mount.source())
                        .addAllOptions(mount.options())
                        .build())
                .toList();
    }

    static Info info(SnapshotInfo snapshot) {
        return Info.newBuilder()
                .setName(snapshot.key().text())
                .setParent(snapshot.parent().map(SnapshotKey::text).orElse(""))
                .setKind(kind(snapshot.kind()))
                .setCreatedAt(timestamp(snapshot.created()))
                .setUpdatedAt(timestamp(snapshot.updated()))
                .putAllLabels(snapshot.labels())
                .build();
    }

    private static Kind kind(SnapshotKind kind) {
        return switch (kind) {
            case ACTIVE -> Kind.ACTIVE;
            case COMMITTED -> Kind.COMMITTED;
            case VIEW -> Kind.VIEW;
        };
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
