package io.jfs.core.driver;

import io.jfs.core.Mount;
import io.jfs.core.Usage;
import io.jfs.core.diff.ChangeConsumer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Gives a container a copy-on-write root: the mechanism below {@link io.jfs.core.store.SnapshotStore}.
 *
 * <h2>Model</h2>
 *
 * A <em>snapshot</em> is a filesystem tree. It is made on top of a committed snapshot, its parent, or of nothing. An
 * <em>active</em> snapshot can be written; a <em>view</em> only looks at its parent; a <em>committed</em> one is
 * immutable and may be a parent. Commit makes a committed snapshot out of what an active one holds; the active one is
 * gone then. A stack of committed snapshots is an image's layers; an active one on top is a container's root.
 *
 * <p>The store keeps the names, kinds, parents, labels, times and sizes, gives each snapshot a directory, and decides
 * who may do what. A driver only fills that directory and says how to mount it. It keeps no state of its own, so every
 * method gets all that it needs, and a driver can be tested without a store.
 *
 * <h2>Glossary</h2>
 *
 * <dl>
 *   <dt>key
 *   <dd>names an active or view snapshot; opaque text
 *   <dt>name
 *   <dd>names a committed snapshot; shares the key space
 *   <dt>parent
 *   <dd>the committed snapshot right below
 *   <dt>layer
 *   <dd>an immutable changeset, named by its diffID; as a snapshot it is the committed tree together with its parents
 *   <dt>mount
 *   <dd>data: type, source, options. A driver returns mounts, it never mounts
 *   <dt>whiteout
 *   <dd>says that a lower layer's entry is gone
 *   <dt>opaque directory
 *   <dd>hides all that lower layers have in it
 * </dl>
 *
 * <h2>Life of a snapshot's directory</h2>
 *
 * <pre>
 *             create                  commit
 *   (staging) ------> ACTIVE or VIEW  ------> COMMITTED
 *                          |                      |
 *                          +------- delete -------+
 * </pre>
 *
 * The store calls {@code create} on a staging directory and renames it into place within the metadata transaction, so a
 * driver must not store absolute paths of its own directory. {@code delete} may come at any time after a crash, on a
 * directory in any state, even half filled.
 *
 * <h2>Three scenarios</h2>
 *
 * Importing a bottom layer:
 *
 * <pre>{@code
 * store.prepare(key("extract-1"), Optional.empty(), Map.of());    // driver.create
 * new LayerApplier(store.applyTarget(key("extract-1")), limits).apply(tar);
 * store.commit(name(chain0), key("extract-1"), options);          // driver.commit
 * }</pre>
 *
 * Importing the next layer: the same with a parent. Nothing is copied by overlay; vfs copies the parent's tree first.
 *
 * <pre>{@code
 * store.prepare(key("extract-2"), Optional.of(name(chain0)), Map.of());
 * new LayerApplier(store.applyTarget(key("extract-2")), limits).apply(tar);
 * store.commit(name(chain1), key("extract-2"), options);
 * }</pre>
 *
 * Running a container and committing what it changed:
 *
 * <pre>{@code
 * List<Mount> mounts = store.prepare(key("web"), Optional.of(name(chain1)), Map.of());
 * Mounter.mount(mounts, target);                                  // any process, any tool
 * ...                                                             // the container runs
 * Mounter.unmount(target);
 * store.diff(key("web"), change -> ...);                          // driver.diff, or the double walk
 * store.commit(name(chain2), key("web"), options);
 * }</pre>
 *
 * <p>Implementations are safe for use by many threads and many processes at once, on different snapshots; the store
 * never calls two methods for one snapshot at the same time, except {@code mounts} and {@code usage}.
 */
public interface StorageDriver extends AutoCloseable {

    /** The name of its provider. */
    String name();

    /** What it can do where it was opened. */
    Set<DriverCapability> capabilities();

    /**
     * Fills a new snapshot's directory, so that its tree equals the parent's, or is one empty directory of mode 0755
     * owned by the caller if there is no parent. The root directory's owner, mode and extended attributes are the
     * parent's.
     *
     * @param snapshot active or view; its directory exists, is empty, and may be renamed afterwards
     * @throws IOException if it cannot; the store deletes the directory then
     */
    void create(SnapshotDirectory snapshot) throws IOException;

    /**
     * Limits what an active snapshot may occupy beyond what it has of its parents; from then on writing more fails with
     * EDQUOT or ENOSPC. Called right after {@link #create}, on the same directory.
     *
     * @param snapshot active
     * @param bytes positive
     * @throws UnsupportedLimitException if it cannot: says why. Such a driver lacks {@link DriverCapability#QUOTA}
     */
    default void limit(SnapshotDirectory snapshot, long bytes) throws IOException {
        throw new UnsupportedLimitException(name(), "its snapshots are plain directories, whose size nothing limits");
    }

    /**
     * How to mount a snapshot. Committed snapshots have no mounts: look at them through a view.
     *
     * @param snapshot active or view
     * @return mounts to be made in order on one target; those of a view, or of anything without write access, have
     *     {@code ro}
     */
    List<Mount> mounts(SnapshotDirectory snapshot) throws IOException;

    /**
     * How the store itself looks at a view, read-only and without a mount point. A driver whose mounts are costly to
     * make names others first that show the same.
     *
     * @param view of kind view
     * @return each one by itself shows the whole tree; the first that this machine can make is taken
     */
    default List<Mount> looks(SnapshotDirectory view) throws IOException {
        return mounts(view);
    }

    /**
     * Where a layer's files are written into an active snapshot which is not mounted.
     *
     * @param snapshot active
     */
    ApplyTarget applyTarget(SnapshotDirectory snapshot) throws IOException;

    /**
     * Puts an active snapshot that was created without a parent on top of one, right before its commit. Called only of
     * a driver with {@link DriverCapability#REBASE}. Must be repeatable.
     *
     * <p>If the layer says nothing of the root directory, its owner, mode, extended attributes and times are the
     * parent's. {@link io.jfs.core.layer.LayerApplier} leaves a mark in an {@link ApplyTarget.OverlayUpper} whether it
     * does. Where nobody left one, a driver may take a root that still has the values of {@code create} for one that
     * was given none.
     *
     * @param snapshot active, unmounted; its {@code parents} are the final ones, at least one
     */
    default void rebase(SnapshotDirectory snapshot) throws IOException {
        throw new IOException("driver " + name() + " cannot put a snapshot onto another parent");
    }

    /**
     * Makes an active snapshot's directory that of a committed one. Afterwards the directory never changes. Must be
     * repeatable: it is called again if the process died before the metadata said committed.
     *
     * @param snapshot active, unmounted; its {@code parents} are the final ones
     */
    void commit(SnapshotDirectory snapshot) throws IOException;

    /**
     * What the snapshot occupies, its parents excluded as far as the driver can tell them apart. May walk; the store
     * asks once for a committed snapshot and keeps the answer.
     */
    Usage usage(SnapshotDirectory snapshot) throws IOException;

    /**
     * Finds the changes of a snapshot against its nearest parent without walking the whole tree, if it can.
     *
     * @param snapshot active or committed
     * @param changes receives them in canonical order; untouched if the answer is false
     * @return false if this snapshot needs the double walk; the caller does it then
     */
    default boolean diff(SnapshotDirectory snapshot, ChangeConsumer changes) throws IOException {
        return false;
    }

    /**
     * As {@link #diff(SnapshotDirectory, ChangeConsumer)}, between any two.
     *
     * @param from active or committed
     * @param to active or committed
     */
    default boolean diff(SnapshotDirectory from, SnapshotDirectory to, ChangeConsumer changes) throws IOException {
        return false;
    }

    /**
     * Removes a snapshot's directory and all below it, whatever its state. Never follows a symbolic link. Repeatable.
     *
     * @param directory as given to {@code create}, perhaps renamed, perhaps half filled or half deleted
     */
    void delete(Path directory) throws IOException;

    @Override
    default void close() {}
}
