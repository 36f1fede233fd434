package io.jfs.core.store;

import io.jfs.core.SnapshotId;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.driver.SnapshotDirectory;
import io.jfs.core.driver.StorageDriver;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes active and view snapshots: fill a staging directory, then rename and record it in one transaction. */
final class Creator {
    private final Database database;
    private final Directories directories;
    private final StorageDriver driver;

    Creator(Database database, Directories directories, StorageDriver driver) {
        this.database = database;
        this.directories = directories;
        this.driver = driver;
    }

    /** What is to be made. */
    record Request(SnapshotKind kind, SnapshotKey key, Optional<SnapshotKey> parent, Map<String, String> labels) {}

    SnapshotRecord create(Request request) throws IOException {
        OptionalLong limit = request.kind() == SnapshotKind.ACTIVE
                ? Labels.maxSize(request.key(), request.labels())
                : OptionalLong.empty();
        List<SnapshotId> ancestors = database.read(transaction -> {
            SnapshotTable table = new SnapshotTable(transaction);
            table.requireFree(request.key());
            return ancestors(table, request.parent());
        });
        Staged staged = directories.stage();
        try {
            SnapshotDirectory made = new SnapshotDirectory(request.kind(), staged.path(), directories.of(ancestors));
            driver.create(made);
            if (limit.isPresent()) {
                driver.limit(made, limit.getAsLong());
            }
            SnapshotRecord record = database.write(transaction -> publish(transaction, staged, request, ancestors));
            staged.settle();
            return record;
        } catch (IOException | RuntimeException | Error e) {
            discard(staged, e);
            throw e;
        }
    }

    private SnapshotRecord publish(Transaction transaction, Staged staged, Request request, List<SnapshotId> ancestors)
            throws IOException {
        SnapshotTable table = new SnapshotTable(transaction);
        table.requireFree(request.key());
        // While the directory was filled, another process may have removed the parent, or made another of its name.
        if (!ancestors(table, request.parent()).equals(ancestors)) {
            throw new SnapshotNotFoundException(request.parent().orElse(request.key()));
        }
        try {
            SnapshotId id = staged.publish(table.nextNumber());
            Instant now = Instant.now();
            SnapshotRecord record = new SnapshotRecord(
                    request.key(),
                    id,
                    request.kind(),
                    request.parent(),
                    ancestors,
                    now,
                    now,
                    Optional.empty(),
                    request.labels());
            table.insert(record);
            table.setNextNumber(id.number() + 1);
            return record;
        } catch (IOException | RuntimeException | Error e) {
            withdraw(staged, e);
            throw e;
        }
    }

    private static void withdraw(Staged staged, Throwable failure) {
        try {
            staged.withdraw();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void discard(Staged staged, Throwable failure) {
        try {
            staged.discard(driver);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** The numbers of a new child's ancestors. */
    static List<SnapshotId> ancestors(SnapshotTable table, Optional<SnapshotKey> parent) throws IOException {
        if (parent.isEmpty()) {
            return List.of();
        }
        SnapshotRecord below = table.require(parent.get());
        if (below.kind() != SnapshotKind.COMMITTED) {
            throw new InvalidParentException(
                    below.key(), "cannot be a parent: it is " + below.kind().label() + ", not committed");
        }
        List<SnapshotId> ancestors = new ArrayList<>(below.ancestors().size() + 1);
        ancestors.add(below.id());
        ancestors.addAll(below.ancestors());
        return ancestors;
    }
}
