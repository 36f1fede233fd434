package io.jfs.core.store;

import io.jfs.core.Mount;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.Usage;
import io.jfs.core.diff.ChangeConsumer;
import io.jfs.core.driver.ApplyTarget;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.StorageDriver;
import io.jfs.core.driver.StorageDriverProvider;
import io.jfs.linux.Fd;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The snapshots of one driver. */
public final class SnapshotStore implements AutoCloseable {
    private SnapshotStore() {}

    /** Opens. */

    public static SnapshotStore open(StoreRoot root, StorageDriverProvider provider, DriverOptions options)
            throws IOException { throw new UnsupportedOperationException("not yet"); }

    public StorageDriver driver() { throw new UnsupportedOperationException("not yet"); }

    public List<Mount> prepare(SnapshotKey key, Optional<SnapshotKey> parent, Map<String, String> labels)
            throws IOException { throw new UnsupportedOperationException("not yet"); }

    public List<Mount> view(SnapshotKey key, Optional<SnapshotKey> parent, Map<String, String> labels)
            throws IOException { throw new UnsupportedOperationException("not yet"); }

    public List<Mount> mounts(SnapshotKey key) throws IOException { throw new UnsupportedOperationException("not yet"); }

    public void commit(SnapshotKey name, SnapshotKey key, CommitOptions options) throws IOException { throw new UnsupportedOperationException("not yet"); }

    public void remove(SnapshotKey key) throws IOException { throw new UnsupportedOperationException("not yet"); }

    public SnapshotInfo stat(SnapshotKey key) throws IOException { throw new UnsupportedOperationException("not yet"); }

    public Optional<SnapshotInfo> find(SnapshotKey key) throws IOException { throw new UnsupportedOperationException("not yet"); }

    public SnapshotInfo update(SnapshotKey key, Map<String, String> labels, List<String> fieldMask)
            throws IOException { throw new UnsupportedOperationException("not yet"); }

    public void walk(Filter filter, Consumer<SnapshotInfo> consumer) throws IOException { throw new UnsupportedOperationException("not yet"); }

    public List<SnapshotKey> children(SnapshotKey key) throws IOException { throw new UnsupportedOperationException("not yet"); }

    public Usage usage(SnapshotKey key) throws IOException { throw new UnsupportedOperationException("not yet"); }

    public CleanupResult cleanup() throws IOException { throw new UnsupportedOperationException("not yet"); }

    public CheckReport check() throws IOException { throw new UnsupportedOperationException("not yet"); }

    public ApplyTarget applyTarget(SnapshotKey key) throws IOException { throw new UnsupportedOperationException("not yet"); }

    public void diff(SnapshotKey key, ChangeConsumer changes) throws IOException { throw new UnsupportedOperationException("not yet"); }

    public void diff(Optional<SnapshotKey> from, SnapshotKey to, ChangeConsumer changes) throws IOException { throw new UnsupportedOperationException("not yet"); }

    public Fd openTree(SnapshotKey key) throws IOException { throw new UnsupportedOperationException("not yet"); }

    @Override
    public void close() {}
}
