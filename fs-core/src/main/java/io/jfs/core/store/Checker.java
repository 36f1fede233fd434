package io.jfs.core.store;

import io.jfs.core.SnapshotId;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares records, indices and directories with each other. Changes nothing. Used for one check. */
final class Checker {
    private final Directories directories;
    private final List<String> problems = new ArrayList<>();

    Checker(Directories directories) {
        this.directories = directories;
    }

    /**
     * Checks the state that a write transaction sees: only then is a directory without a record surely wrong, since no
     * other process is between rename and record.
     */
    CheckReport check(Database database) throws IOException {
        leftovers();
        return database.write(transaction -> {
            SnapshotTable table = new SnapshotTable(transaction);
            Map<SnapshotKey, SnapshotRecord> records = read(transaction);
            records.values().forEach(record -> ancestry(record, records));
            numbers(table, records.values());
            indices(transaction, records);
            return new CheckReport(records.size(), problems);
        });
    }

    private void leftovers() throws IOException {
        for (String session : Recovery.sessions(directories.stagingNames())) {
            Optional<LockFile> lock = LockFile.tryAcquire(Session.lockFile(directories.staging(), session));
            if (lock.isPresent()) {
                lock.get().leaveBehind();
                problems.add("staging " + session + ": left behind by a process that died");
            }
        }
    }

    private Map<SnapshotKey, SnapshotRecord> read(Transaction transaction) throws IOException {
        Map<SnapshotKey, SnapshotRecord> records = new HashMap<>();
        for (byte[] prefix : List.of(StoreKeys.SNAPSHOTS, StoreKeys.HASHED_SNAPSHOTS)) {
            transaction.scan(prefix, (_, value) -> {
                try {
                    SnapshotRecord record = RecordCodec.decode(value);
                    records.put(record.key(), record);
                } catch (IOException e) {
                    problems.add(e.getMessage());
                }
                return true;
            });
        }
        return records;
    }

    private void ancestry(SnapshotRecord record, Map<SnapshotKey, SnapshotRecord> records) {
        List<SnapshotId> expected = new ArrayList<>();
        if (record.parent().isPresent()) {
            SnapshotKey name = record.parent().get();
            SnapshotRecord parent = records.get(name);
            if (parent == null) {
                problem(record, "its parent " + name + " does not exist");
                return;
            }
            if (parent.kind() != SnapshotKind.COMMITTED) {
                problem(record, "its parent " + name + " is not committed");
            }
            expected.add(parent.id());
            expected.addAll(parent.ancestors());
        }
        if (!expected.equals(record.ancestors())) {
            problem(record, "its ancestors are recorded as " + record.ancestors() + " and should be " + expected);
        }
    }

    private void numbers(SnapshotTable table, Collection<SnapshotRecord> records) throws IOException {
        long next = table.nextNumber();
        Set<Long> trash = table.trashNumbers();
        Set<Long> present = new HashSet<>(directories.numbers());
        Set<Long> recorded = new HashSet<>();
        for (SnapshotRecord record : records) {
            long number = record.id().number();
            if (!recorded.add(number)) {
                problem(record, "its number " + number + " is used twice");
            }
            if (number >= next) {
                problem(record, "its number " + number + " would be used again");
            }
            if (trash.contains(number)) {
                problem(record, "its directory is marked for deletion");
            }
            if (!present.contains(number)) {
                problem(record, "its directory " + directories.of(record.id()) + " is missing");
            }
        }
        present.removeAll(recorded);
        present.removeAll(trash);
        for (long number : new TreeSet<>(present)) {
            problems.add("directory " + directories.of(new SnapshotId(number)) + ": belongs to no snapshot");
        }
    }

    private void indices(Transaction transaction, Map<SnapshotKey, SnapshotRecord> records) throws IOException {
        Map<byte[], SnapshotKey> expected = new TreeMap<>(Arrays::compareUnsigned);
        for (SnapshotRecord record : records.values()) {
            long number = record.id().number();
            expected.put(StoreKeys.child(record.parentNumber(), number), record.key());
            record.labels()
                    .forEach((label, value) -> expected.put(StoreKeys.label(label, value, number), record.key()));
        }
        for (byte[] prefix : List.of(StoreKeys.CHILDREN, StoreKeys.LABELS)) {
            transaction.scan(prefix, (key, value) -> {
                SnapshotKey listed = SnapshotTable.key(value);
                if (!listed.equals(expected.remove(key))) {
                    problems.add("an index lists snapshot " + listed + " where it should not");
                }
                return true;
            });
        }
        expected.values().forEach(missing -> problems.add("snapshot " + missing + ": an index lacks it"));
    }

    private void problem(SnapshotRecord record, String what) {
        problems.add("snapshot " + record.key() + ": " + what);
    }
}
