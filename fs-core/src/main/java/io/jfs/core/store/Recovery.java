package io.jfs.core.store;

import io.jfs.core.SnapshotId;
import io.jfs.core.store.SnapshotTable.Trash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds what dead processes left behind and puts it into the trash. Never deletes: that may take long, and is for
 * cleanup. The invariants it rests on are in the package's description.
 */
final class Recovery {
    private final Database database;
    private final Directories directories;

    Recovery(Database database, Directories directories) {
        this.database = database;
        this.directories = directories;
    }

    /** The cheap check when a store is opened: one listing of the staging directory, which is empty at rest. */
    long recover() throws IOException {
        List<String> names = directories.stagingNames();
        return names.isEmpty() ? 0 : recover(names, false);
    }

    /** Also compares all directories with the records. */
    long recoverAll() throws IOException {
        return recover(directories.stagingNames(), true);
    }

    private long recover(List<String> stagingNames, boolean always) throws IOException {
        List<LockFile> locks = new ArrayList<>();
        try {
            Set<String> dead = new HashSet<>();
            for (String session : sessions(stagingNames)) {
                Optional<LockFile> lock = LockFile.tryAcquire(Session.lockFile(directories.staging(), session));
                if (lock.isPresent()) {
                    locks.add(lock.get());
                    dead.add(session);
                }
            }
            long found = 0;
            if (!dead.isEmpty() || (always && suspectsOrphans())) {
                found = database.write(transaction -> collect(new SnapshotTable(transaction), dead));
            }
            // After the transaction: a crash before this line finds the dead session again.
            while (!locks.isEmpty()) {
                locks.removeLast().close();
            }
            return found;
        } finally {
            locks.forEach(LockFile::leaveBehind);
        }
    }

    /** A look that keeps no writer waiting. What it suspects may be a snapshot that is being recorded right now. */
    private boolean suspectsOrphans() throws IOException {
        List<Long> present = directories.numbers();
        return !database.read(transaction -> unrecorded(new SnapshotTable(transaction), present))
                .isEmpty();
    }

    static Set<String> sessions(List<String> stagingNames) {
        Set<String> sessions = new TreeSet<>();
        stagingNames.forEach(name -> sessions.add(Session.of(name)));
        return sessions;
    }

    private long collect(SnapshotTable table, Set<String> dead) throws IOException {
        long next = table.nextNumber();
        List<Long> orphans = new ArrayList<>(unrecorded(table, directories.numbers()));
        for (long orphan : orphans) {
            next = Math.max(next, orphan + 1);
        }
        for (String name : directories.stagingNames()) {
            if (dead.contains(Session.of(name)) && !name.endsWith(Session.LOCK_SUFFIX)) {
                long number = new Staged(directories, name).publish(next).number();
                orphans.add(number);
                next = number + 1;
            }
        }
        if (!orphans.isEmpty()) {
            table.setNextNumber(next);
            orphans.forEach(number -> table.addTrash(Trash.orphan(new SnapshotId(number))));
        }
        return orphans.size();
    }

    /**
     * Of the numbers of directories those that neither a snapshot nor the trash knows; certain only within a write
     * transaction in which they were listed. Asks the records, not an index: a damaged index must not cost data.
     */
    static Set<Long> unrecorded(SnapshotTable table, List<Long> present) throws IOException {
        Set<Long> unrecorded = new TreeSet<>(present);
        unrecorded.removeAll(table.numbers());
        unrecorded.removeAll(table.trashNumbers());
        return unrecorded;
    }
}
