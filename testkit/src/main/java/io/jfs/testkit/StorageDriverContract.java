package io.jfs.testkit;

import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.StorageDriverProvider;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What every storage driver must do, through the store and real mounts. A driver's tests extend this once for each set
 * of options that makes a difference, and add only what is special to the driver:
 *
 * <pre>{@code
 * class VfsDriverTest extends StorageDriverContract {
 *     @Override
 *     public StorageDriverProvider provider() {
 *         return new VfsDriverProvider();
 *     }
 * }
 * }</pre>
 *
 * <p>{@link SnapshotFacts} are those of names, kinds, labels and times; {@link TreeFacts} of what a snapshot shows and
 * what may be done to it; {@link LayerFacts} of changes and layers; {@link DiffFacts} of changes between random trees;
 * {@link ConcurrencyFacts} of threads; {@link CrashFacts} of processes that are killed.
 */
@RequiresRoot
@Execution(ExecutionMode.SAME_THREAD)
public abstract class StorageDriverContract
        implements SnapshotFacts, TreeFacts, LayerFacts, DiffFacts, ConcurrencyFacts, CrashFacts {
    @TempDir
    private Path temporary;

    private @Nullable SnapshotFixture snapshots;

    /** For drivers' tests. */
    protected StorageDriverContract() {}

    /** The driver under test. */
    public abstract StorageDriverProvider provider();

    /** The options under test: none by default. */
    public DriverOptions options() {
        return DriverOptions.NONE;
    }

    /** An empty directory on the filesystem to be tested: one for temporary files by default. */
    public Path place() throws IOException {
        return temporary;
    }

    @Override
    public final SnapshotFixture snapshots() {
        if (snapshots == null) {
            throw new IllegalStateException("only within a test");
        }
        return snapshots;
    }

    @BeforeEach
    final void openStore() throws IOException {
        snapshots = new SnapshotFixture(place(), provider(), options());
    }

    @AfterEach
    final void unmountAndRemove() throws IOException {
        if (snapshots != null) {
            snapshots.close();
        }
    }
}
