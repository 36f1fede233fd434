/**
 * Which snapshots exist, their parents, kinds and labels: metadata in LMDB, shared by many processes.
 * {@link io.jfs.core.store.SnapshotStore} is the place to start.
 *
 * <h2>A snapshot's directory through its life</h2>
 *
 * <pre>{@code
 *            create                 rename, record              commit
 * nothing ------------> staging/S.1 ---------------> 7, ACTIVE ---------> 7, COMMITTED
 *    ^                       |        (one txn)      or VIEW                   |
 *    |                       | crash                     |                     |
 *    |                       v                           |       remove        |
 *    |        recovery --> trash: 8 <--------------------+---------------------+
 *    |                       |                                (one txn: record out, trash in)
 *    |     delete            | rename, forget
 *    +------------- staging/S.2
 * }</pre>
 *
 * <p>{@code S} is a session: one open store of one process, alive as long as it holds the lock of
 * {@code staging/S.lock}.
 *
 * <h2>Invariants</h2>
 *
 * <ol>
 *   <li>A change of the metadata is one LMDB write transaction. LMDB has one writer at a time among all processes and
 *       frees the lock of a writer that was killed; the transaction then never happened.
 *   <li>A directory gets its number by a rename within the write transaction that records it. So what a write
 *       transaction sees numbered but neither recorded nor in the trash belongs to nobody, and never will.
 *   <li>Every number that was given to a directory, in a record or in the trash, is below the next number. A number is
 *       never used twice, so the trash can never name a living snapshot.
 *   <li>A session's lock is held from before its first staged directory exists until after its last one is gone. So a
 *       staged directory whose session's lock is free, or has no file, belongs to nobody.
 *   <li>A process can leave a numbered directory without record only while its session has a lock file, since
 *       publishing begins in staging; the lock file stays. So a staging directory without any file proves that there is
 *       nothing to recover: one listing when a store is opened.
 *   <li>Recovery moves into the trash and never deletes; it removes a dead session's lock file after the transaction
 *       that took over all that the session left. If recovery dies, it is done again.
 *   <li>Cleanup takes a directory out of the trash by renaming it into its own staging. One of many wins the rename.
 *       The trash forgets the number afterwards; until the directory is deleted the session stands for it.
 *   <li>What a committed snapshot's directory holds was complete before the transaction that says committed, and with
 *       {@link io.jfs.core.store.SyncPolicy#FILESYSTEM} on the disk.
 *   <li>A committed snapshot with children cannot be removed, and a parent never changes once it is recorded, except
 *       from none to one by the commit itself. So a record may hold the numbers of all its ancestors, and no request
 *       walks the chain.
 *   <li>The records are the truth. Indices only find; no directory is given up because of what an index lacks.
 * </ol>
 *
 * <p>After a power loss an active snapshot may lack its directory or have lost files: nothing was synced for it.
 * {@code check} reports a missing directory, and {@code remove} works without one.
 */
@NullMarked
package io.jfs.core.store;

import org.jspecify.annotations.NullMarked;
