package io.jfs.core.overlay;

import io.jfs.core.Mount;
import io.jfs.core.SnapshotKind;
import io.jfs.core.Usage;
import io.jfs.core.diff.ChangeConsumer;
import io.jfs.core.diff.OverlayUpperDiff;
import io.jfs.core.driver.ApplyTarget;
import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.SnapshotDirectory;
import io.jfs.core.driver.StorageDriver;
import io.jfs.core.driver.UnsupportedLimitException;
import io.jfs.core.tree.TreeRemover;
import io.jfs.core.tree.TreeUsage;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps of each snapshot only what differs from its parents: {@code fs/} is an upper directory in overlay's own format,
 * {@code work/} belongs to whoever mounts it. A bottom snapshot's {@code fs/} is its whole tree, so it is bound, not
 * overlaid, and so is the one layer of a view.
 *
 * <p>A driver says how layers are mounted; all else is here.
 */
public abstract class OverlayFormatDriver implements StorageDriver {
    static final String UPPER = "fs";
    static final String WORK = "work";

    private final OverlayOptions options;
    private final Set<DriverCapability> capabilities;
    private final int maxLayers;

    /**
     * For drivers.
     *
     * @param maxLayers how many layers a mount takes below the writable one
     */
    protected OverlayFormatDriver(OverlayOptions options, Set<DriverCapability> capabilities, int maxLayers) {
        this.options = options;
        this.capabilities = Set.copyOf(capabilities);
        this.maxLayers = maxLayers;
    }

    /**
     * A writable mount.
     *
     * @param lowers nearest first, at least one
     * @param upper takes the changes
     * @param work empty, on the same filesystem
     */
    protected abstract Mount writable(List<Path> lowers, Path upper, Path work);

    /**
     * A read-only mount.
     *
     * @param lowers nearest first, at least two
     */
    protected abstract Mount readOnly(List<Path> lowers);

    @Override
    public final Set<DriverCapability> capabilities() {
        return capabilities;
    }

    @Override
    public final void create(SnapshotDirectory snapshot) throws IOException {
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
    public final void limit(SnapshotDirectory snapshot, long bytes) throws IOException {
        Path upper = snapshot.path().resolve(UPPER);
        Optional<String> missing = ProjectLimit.missing(upper);
        if (missing.isPresent()) {
            throw new UnsupportedLimitException(name(), missing.get());
        }
        ProjectLimit.set(List.of(upper, snapshot.path().resolve(WORK)), bytes);
    }

    /**
     * These capabilities, and {@link DriverCapability#QUOTA} if the place has project quotas.
     *
     * @param directory where snapshots are kept
     */
    public static Set<DriverCapability> withQuota(Set<DriverCapability> capabilities, Path directory) {
        if (ProjectLimit.missing(directory).isPresent()) {
            return capabilities;
        }
        Set<DriverCapability> all = EnumSet.of(DriverCapability.QUOTA);
        all.addAll(capabilities);
        return all;
    }

    @Override
    public final List<Mount> mounts(SnapshotDirectory snapshot) throws IOException {
        requireDepth(snapshot.parents());
        List<Path> lowers = uppers(snapshot.parents());
        Path own = snapshot.path().resolve(UPPER);
        return List.of(
                switch (snapshot.kind()) {
                    case ACTIVE ->
                        lowers.isEmpty()
                                ? bind(own, "rw")
                                : writable(lowers, own, snapshot.path().resolve(WORK));
                    case VIEW ->
                        switch (lowers.size()) {
                            case 0 -> bind(own, "ro");
                            case 1 -> bind(lowers.getFirst(), "ro");
                            default -> readOnly(lowers);
                        };
                    case COMMITTED ->
                        throw new IllegalArgumentException("a committed snapshot has no mounts; use a view");
                });
    }

    @Override
    public final ApplyTarget applyTarget(SnapshotDirectory snapshot) {
        return new ApplyTarget.OverlayUpper(
                snapshot.path().resolve(UPPER), uppers(snapshot.parents()), options.xattrPrefix());
    }

    @Override
    public final void rebase(SnapshotDirectory snapshot) throws IOException {
        requireDepth(snapshot.parents());
        RootDirectory.inheritUnstated(snapshot.parents().getFirst(), snapshot.path(), options.xattrPrefix());
    }

    @Override
    public final void commit(SnapshotDirectory snapshot) throws IOException {
        TreeRemover.remove(snapshot.path().resolve(WORK));
    }

    @Override
    public final Usage usage(SnapshotDirectory snapshot) throws IOException {
        if (snapshot.kind() == SnapshotKind.VIEW && !snapshot.parents().isEmpty()) {
            return Usage.NONE;
        }
        try (Fd upper = Open.open(snapshot.path().resolve(UPPER), Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            return TreeUsage.of(upper);
        }
    }

    @Override
    public final boolean diff(SnapshotDirectory snapshot, ChangeConsumer changes) throws IOException {
        return OverlayUpperDiff.changes(
                snapshot.path().resolve(UPPER), uppers(snapshot.parents()), options.xattrPrefix(), changes);
    }

    @Override
    public final void delete(Path directory) throws IOException {
        TreeRemover.remove(directory);
    }

    private static Mount bind(Path tree, String access) {
        return new Mount("bind", tree.toString(), List.of("rbind", access));
    }

    /** The upper directories of snapshots, in their order. */
    protected static List<Path> uppers(List<Path> snapshots) {
        List<Path> uppers = new ArrayList<>(snapshots.size());
        for (Path snapshot : snapshots) {
            uppers.add(snapshot.resolve(UPPER));
        }
        return uppers;
    }

    private void requireDepth(List<Path> parents) throws IOException {
        if (parents.size() > maxLayers) {
            throw new IOException("driver " + name() + ": " + parents.size() + " layers, and a mount takes at most "
                    + maxLayers + "; the vfs driver has no such limit");
        }
    }
}
