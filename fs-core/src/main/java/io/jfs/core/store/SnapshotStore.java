package io.jfs.core.store;

import io.jfs.core.Mount;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.Usage;
import io.jfs.core.diff.ChangeConsumer;
import io.jfs.core.driver.ApplyTarget;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.StorageDriver;
import io.jfs.core.driver.StorageDriverProvider;
import io.jfs.core.store.Creator.Request;
import io.jfs.core.store.SnapshotTable.Trash;
import io.jfs.linux.Fd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The snapshots of one driver: names, kinds, parents, labels and times over a driver's directories. The verbs and their
 * meaning are those of containerd's snapshotter; {@link StorageDriver} has the glossary and three scenarios.
 *
 * <p>Any number of processes, and of these objects in one process, may work on one root at once. Each change is one
 * transaction: after a crash at any instant it happened or it did not. Whoever only looks waits for nobody.
 *
 * <p>Every method throws {@link SnapshotException} for what the request got wrong, and then nothing was changed; and
 * another {@code IOException} if the storage fails. A {@link SnapshotKey} whose text is not valid Unicode is an
 * {@code IllegalArgumentException}.
 */
public final class SnapshotStore implements AutoCloseable {
    /**
     * A label of containerd's: how many bytes an active snapshot may occupy beyond its parents, in decimal. A driver
     * that cannot limit that refuses it.
     */
    public static final String MAX_SIZE_LABEL = "containerd.io/snapshot/max-size";

    private final Metadata metadata;
    private final Database database;
    private final StorageDriver driver;
    private final Directories directories;
    private final Creator creator;
    private final Committer committer;
    private final Trees trees;

    private SnapshotStore(StoreRoot root, Metadata metadata, StorageDriver driver, Path directory) throws IOException {
        this.metadata = metadata;
        this.driver = driver;
        this.database = metadata.database(driver.name());
        this.directories = new Directories(directory);
        this.creator = new Creator(database, directories, driver);
        this.committer = new Committer(database, directories, driver, root);
        this.trees = new Trees(root, directories, driver);
    }

    /**
     * Opens the store, made if missing, and puts into the trash what processes that died left half done.
     *
     * @throws IOException if the driver does not work there or the metadata cannot be opened
     */
    public static SnapshotStore open(StoreRoot root, StorageDriverProvider provider, DriverOptions options)
            throws IOException {
        Path directory = root.driverDirectory(provider.name());
        Metadata metadata = Metadata.open(root);
        try {
            StorageDriver driver = provider.open(directory, options);
            try {
                SnapshotStore store = new SnapshotStore(root, metadata, driver, directory);
                new Recovery(store.database, store.directories).recover();
                return store;
            } catch (IOException | RuntimeException e) {
                driver.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            metadata.close();
            throw e;
        }
    }

    /** The driver; closed with the store. */
    public StorageDriver driver() {
        return driver;
    }

    /**
     * Makes an active snapshot, whose tree equals the parent's and can be written.
     *
     * @param key free
     * @param parent committed; empty for an empty tree
     * @param labels key and value at most 4,096 bytes together; those with an empty value are left out.
     *     {@link #MAX_SIZE_LABEL} limits the size
     * @return how to mount it
     * @throws SnapshotExistsException if the key is in use
     * @throws SnapshotNotFoundException if the parent does not exist
     * @throws InvalidParentException if the parent is not committed
     * @throws InvalidUpdateException if a label is not allowed
     */
    public List<Mount> prepare(SnapshotKey key, Optional<SnapshotKey> parent, Map<String, String> labels)
            throws IOException {
        return create(SnapshotKind.ACTIVE, key, parent, labels);
    }

    /** Makes a view, a read-only look at the parent; otherwise as {@link #prepare}. */
    public List<Mount> view(SnapshotKey key, Optional<SnapshotKey> parent, Map<String, String> labels)
            throws IOException {
        return create(SnapshotKind.VIEW, key, parent, labels);
    }

    private List<Mount> create(
            SnapshotKind kind, SnapshotKey key, Optional<SnapshotKey> parent, Map<String, String> labels)
            throws IOException {
        SnapshotRecord made = creator.create(new Request(kind, key, parent, Labels.checked(key, labels)));
        return driver.mounts(directories.of(made));
    }

    /**
     * How to mount an active snapshot or a view.
     *
     * @throws SnapshotStateException if it is committed
     */
    public List<Mount> mounts(SnapshotKey key) throws IOException {
        SnapshotRecord record = require(key);
        if (record.kind() == SnapshotKind.COMMITTED) {
            throw new SnapshotStateException(key, "has no mounts: it is committed; make a view of it");
        }
        return driver.mounts(directories.of(record));
    }

    /**
     * Makes a committed snapshot out of an active one, which is gone afterwards. The active one should not be mounted.
     *
     * @param name free
     * @param key of an active snapshot
     * @throws SnapshotExistsException if the name is in use
     * @throws SnapshotNotFoundException if the active snapshot or a parent given at commit does not exist
     * @throws SnapshotStateException if it is not active
     * @throws InvalidParentException if a parent is given at commit, and it is not committed, the snapshot has one
     *     already, or the driver cannot rebase
     * @throws InvalidUpdateException if a label is not allowed
     */
    public void commit(SnapshotKey name, SnapshotKey key, CommitOptions options) throws IOException {
        committer.commit(name, key, options);
    }

    /**
     * Forgets a snapshot of any kind. Its key can be used again at once; its directory is deleted by {@link #cleanup}.
     * The cost does not depend on what the snapshot holds.
     *
     * @throws SnapshotBusyException if it has children
     */
    public void remove(SnapshotKey key) throws IOException {
        database.write(transaction -> {
            SnapshotTable table = new SnapshotTable(transaction);
            SnapshotRecord record = table.require(key);
            Optional<SnapshotKey> child = table.anyChild(record.id());
            if (child.isPresent()) {
                throw new SnapshotBusyException(key, child.get());
            }
            table.delete(record);
            table.addTrash(Trash.of(record));
            return record;
        });
    }

    /**
     * What the store knows of a snapshot.
     *
     * @throws SnapshotNotFoundException if it does not exist
     */
    public SnapshotInfo stat(SnapshotKey key) throws IOException {
        return require(key).info();
    }

    /** As {@link #stat}, empty if it does not exist. */
    public Optional<SnapshotInfo> find(SnapshotKey key) throws IOException {
        return database.read(transaction -> new SnapshotTable(transaction).find(key))
                .map(SnapshotRecord::info);
    }

    /**
     * Changes labels.
     *
     * @param labels the new ones
     * @param fieldMask which to take over: {@code labels} means all; {@code labels.k} the label {@code k}, which may
     *     hold dots, and which is deleted if {@code labels} lacks it; empty means all
     * @return the snapshot afterwards
     * @throws InvalidUpdateException if the mask names anything else, or a label is not allowed
     */
    public SnapshotInfo update(SnapshotKey key, Map<String, String> labels, List<String> fieldMask) throws IOException {
        return database.write(transaction -> {
            SnapshotTable table = new SnapshotTable(transaction);
            SnapshotRecord before = table.require(key);
            SnapshotRecord after =
                    before.withLabels(Labels.updated(key, before.labels(), labels, fieldMask), Instant.now());
            table.relabel(before, after);
            return after.info();
        });
    }

    /**
     * Gives all snapshots that a filter wants, as they were at one instant. The consumer may call any method of this
     * store: it runs outside of any transaction.
     */
    public void walk(Filter filter, Consumer<SnapshotInfo> consumer) throws IOException {
        database.read(transaction -> new Query(new SnapshotTable(transaction), filter).run())
                .forEach(consumer);
    }

    /** The snapshots right above one, oldest first. */
    public List<SnapshotKey> children(SnapshotKey key) throws IOException {
        return database.read(transaction -> {
            SnapshotTable table = new SnapshotTable(transaction);
            return table.children(table.require(key).id().number());
        });
    }

    /** What a snapshot occupies, its parents excluded: for a committed one as recorded, else as the driver finds it. */
    public Usage usage(SnapshotKey key) throws IOException {
        SnapshotRecord record = require(key);
        return record.usage().isPresent() ? record.usage().get() : driver.usage(directories.of(record));
    }

    /** Deletes the directories of removed snapshots and the leftovers of dead processes. Locks nobody out meanwhile. */
    public CleanupResult cleanup() throws IOException {
        return new Cleaner(database, directories, driver).clean();
    }

    /** Compares metadata and directories, and changes nothing. Writers wait meanwhile. */
    public CheckReport check() throws IOException {
        return new Checker(directories).check(database);
    }

    /**
     * Where a layer is written into an active snapshot that is not mounted.
     *
     * @throws SnapshotStateException if it is not active
     */
    public ApplyTarget applyTarget(SnapshotKey key) throws IOException {
        SnapshotRecord record = require(key);
        if (record.kind() != SnapshotKind.ACTIVE) {
            throw new SnapshotStateException(
                    key, "cannot be written: it is " + record.kind().label() + ", not active");
        }
        return driver.applyTarget(directories.of(record));
    }

    /** The changes of a snapshot against its parent, in canonical order; against the empty tree if it has none. */
    public void diff(SnapshotKey key, ChangeConsumer changes) throws IOException {
        SnapshotRecord record = require(key);
        trees.diff(record, parent(record), changes);
    }

    /**
     * The changes that lead from one snapshot to another, in canonical order.
     *
     * @param from empty for the empty tree
     */
    public void diff(Optional<SnapshotKey> from, SnapshotKey to, ChangeConsumer changes) throws IOException {
        SnapshotRecord target = require(to);
        if (from.equals(target.parent())) {
            trees.diff(target, parent(target), changes);
        } else {
            Optional<SnapshotRecord> source = from.isPresent() ? Optional.of(require(from.get())) : Optional.empty();
            trees.diff(source, target, changes);
        }
    }

    /**
     * The whole tree of a snapshot of any kind, read-only, as a directory to be read through {@code *at} calls. It has
     * no path and vanishes when it is closed. Of an active snapshot that is written meanwhile, what is seen is
     * undefined.
     *
     * @return owned by the caller
     */
    public Fd openTree(SnapshotKey key) throws IOException {
        return trees.open(require(key));
    }

    private SnapshotRecord require(SnapshotKey key) throws IOException {
        return database.read(transaction -> new SnapshotTable(transaction).require(key));
    }

    private Optional<SnapshotRecord> parent(SnapshotRecord record) throws IOException {
        return record.parent().isPresent() ? Optional.of(require(record.parent().get())) : Optional.empty();
    }

    /** For tests: what this JVM did on this root so far. */
    OperationCounts operations() {
        return metadata.operations();
    }

    /** No method may be called afterwards, and none may be running. Repeatable. */
    @Override
    public void close() {
        try (metadata;
                driver) {
            directories.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
