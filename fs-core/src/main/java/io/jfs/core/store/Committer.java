package io.jfs.core.store;

import io.jfs.core.SnapshotId;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.Usage;
import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.SnapshotDirectory;
import io.jfs.core.driver.StorageDriver;
import io.jfs.linux.Sync;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a committed snapshot out of an active one, which keeps its directory and number. */
final class Committer {
    private final Database database;
    private final Directories directories;
    private final StorageDriver driver;
    private final StoreRoot root;

    Committer(Database database, Directories directories, StorageDriver driver, StoreRoot root) {
        this.database = database;
        this.directories = directories;
        this.driver = driver;
        this.root = root;
    }

    /** What is committed on top of what. */
    private record Plan(SnapshotRecord active, Optional<SnapshotKey> parent, List<SnapshotId> ancestors) {}

    void commit(SnapshotKey name, SnapshotKey key, CommitOptions options) throws IOException {
        Map<String, String> labels = Labels.checked(name, options.labels());
        SnapshotId id = database.read(
                transaction -> plan(transaction, name, key, options).active().id());
        // The driver never sees two commits of one snapshot at a time, not even by different processes.
        try (LockFile _ = LockFile.acquire(lockFile(id))) {
            Plan plan = database.read(transaction -> plan(transaction, name, key, options));
            SnapshotDirectory active = directories.of(plan.active(), SnapshotKind.ACTIVE, plan.ancestors());
            if (options.parent().isPresent()) {
                driver.rebase(active);
            }
            driver.commit(active);
            SnapshotDirectory committed = directories.of(plan.active(), SnapshotKind.COMMITTED, plan.ancestors());
            Usage usage = options.usage().isPresent() ? options.usage().get() : driver.usage(committed);
            if (options.sync() == SyncPolicy.FILESYSTEM) {
                Sync.syncFileSystem(directories.driverFd());
            }
            database.write(transaction -> {
                if (!plan(transaction, name, key, options).equals(plan)) {
                    throw new SnapshotStateException(key, "changed while it was committed");
                }
                return record(new SnapshotTable(transaction), name, plan, labels, usage);
            });
        }
    }

    private Path lockFile(SnapshotId id) throws IOException {
        return root.locks().resolve(driver.name() + "-" + id + ".lock");
    }

    private Plan plan(Transaction transaction, SnapshotKey name, SnapshotKey key, CommitOptions options)
            throws IOException {
        SnapshotTable table = new SnapshotTable(transaction);
        table.requireFree(name);
        SnapshotRecord active = table.require(key);
        if (active.kind() != SnapshotKind.ACTIVE) {
            throw new SnapshotStateException(
                    key, "cannot be committed: it is " + active.kind().label() + ", not active");
        }
        if (options.parent().isEmpty()) {
            return new Plan(active, active.parent(), active.ancestors());
        }
        if (active.parent().isPresent()) {
            throw new InvalidParentException(
                    key,
                    "cannot get another parent: it was prepared on "
                            + active.parent().get());
        }
        if (!driver.capabilities().contains(DriverCapability.REBASE)) {
            throw new InvalidParentException(
                    key, "cannot get a parent at commit: driver " + driver.name() + " does not support it");
        }
        return new Plan(active, options.parent(), Creator.ancestors(table, options.parent()));
    }

    private static SnapshotRecord record(
            SnapshotTable table, SnapshotKey name, Plan plan, Map<String, String> labels, Usage usage) {
        Instant now = Instant.now();
        SnapshotRecord committed = new SnapshotRecord(
                name,
                plan.active().id(),
                SnapshotKind.COMMITTED,
                plan.parent(),
                plan.ancestors(),
                now,
                now,
                Optional.of(usage),
                labels);
        table.delete(plan.active());
        table.insert(committed);
        return committed;
    }
}
