package io.jfs.driver.overlay;

import io.jfs.core.Mount;
import io.jfs.core.SnapshotKind;
import io.jfs.core.Usage;
import io.jfs.core.diff.ChangeConsumer;
import io.jfs.core.diff.OverlayUpperDiff;
import io.jfs.core.driver.ApplyTarget;
import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.SnapshotDirectory;
import io.jfs.core.driver.StorageDriver;
import io.jfs.core.tree.TreeRemover;
import io.jfs.core.tree.TreeUsage;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Keeps of each snapshot only what differs from its parents: {@code fs/} is an upper directory in overlay's own format,
 * {@code work/} belongs to the kernel. A bottom snapshot's {@code fs/} is its whole tree, so it is bound, not overlaid.
 */
final class OverlayDriver implements StorageDriver {
    static final String UPPER = "fs";
    static final String WORK = "work";

    /** OVL_MAX_STACK in the kernel's fs/overlayfs/ovl_entry.h. */
    private static final int MAX_LOWERS = 500;

    private final OverlayOptions options;
    private final Set<DriverCapability> capabilities;

    OverlayDriver(OverlayOptions options, Set<DriverCapability> capabilities) {
        this.options = options;
        this.capabilities = Set.copyOf(capabilities);
    }

    @Override
    public String name() {
        return "overlay";
    }

    @Override
    public Set<DriverCapability> capabilities() {
        return capabilities;
    }

    @Override
    public void create(SnapshotDirectory snapshot) throws IOException {
        requireDepth(snapshot.parents());
        if (snapshot.kind() == SnapshotKind.VIEW && !snapshot.parents().isEmpty()) {
            return;
        }
        RootDirectory.create(snapshot.path());
        if (!snapshot.parents().isEmpty()) {
            RootDirectory.inherit(snapshot.parents().getFirst(), snapshot.path(), options.xattrPrefix());
        }
    }

    @Override
    public List<Mount> mounts(SnapshotDirectory snapshot) throws IOException {
        requireDepth(snapshot.parents());
        List<Path> lowers = uppers(snapshot.parents());
        Path own = snapshot.path().resolve(UPPER);
        return List.of(
                switch (snapshot.kind()) {
                    case ACTIVE ->
                        lowers.isEmpty()
                                ? OverlayMounts.bind(own, "rw")
                                : OverlayMounts.writable(
                                        lowers, own, snapshot.path().resolve(WORK), options);
                    case VIEW ->
                        switch (lowers.size()) {
                            case 0 -> OverlayMounts.bind(own, "ro");
                            case 1 -> OverlayMounts.bind(lowers.getFirst(), "ro");
                            default -> OverlayMounts.readOnly(lowers, options);
                        };
                    case COMMITTED ->
                        throw new IllegalArgumentException("a committed snapshot has no mounts; use a view");
                });
    }

    @Override
    public ApplyTarget applyTarget(SnapshotDirectory snapshot) {
        return new ApplyTarget.OverlayUpper(
                snapshot.path().resolve(UPPER), uppers(snapshot.parents()), options.xattrPrefix());
    }

    @Override
    public void rebase(SnapshotDirectory snapshot) throws IOException {
        requireDepth(snapshot.parents());
        RootDirectory.inheritIfUntouched(snapshot.parents().getFirst(), snapshot.path(), options.xattrPrefix());
    }

    @Override
    public void commit(SnapshotDirectory snapshot) throws IOException {
        TreeRemover.remove(snapshot.path().resolve(WORK));
    }

    @Override
    public Usage usage(SnapshotDirectory snapshot) throws IOException {
        if (snapshot.kind() == SnapshotKind.VIEW && !snapshot.parents().isEmpty()) {
            return Usage.NONE;
        }
        try (Fd upper = Open.open(snapshot.path().resolve(UPPER), Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            return TreeUsage.of(upper);
        }
    }

    @Override
    public boolean diff(SnapshotDirectory snapshot, ChangeConsumer changes) throws IOException {
        return OverlayUpperDiff.changes(
                snapshot.path().resolve(UPPER), uppers(snapshot.parents()), options.xattrPrefix(), changes);
    }

    @Override
    public void delete(Path directory) throws IOException {
        TreeRemover.remove(directory);
    }

    private static List<Path> uppers(List<Path> snapshots) {
        List<Path> uppers = new ArrayList<>(snapshots.size());
        for (Path snapshot : snapshots) {
            uppers.add(snapshot.resolve(UPPER));
        }
        return uppers;
    }

    private static void requireDepth(List<Path> parents) throws IOException {
        if (parents.size() > MAX_LOWERS) {
            throw new IOException(
                    "driver overlay: " + parents.size() + " layers, and the kernel's overlay takes at most "
                            + MAX_LOWERS + "; the vfs driver has no such limit");
        }
    }
}
