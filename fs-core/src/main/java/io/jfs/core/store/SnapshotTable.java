package io.jfs.core.store;

import io.jfs.core.SnapshotId;
import io.jfs.core.SnapshotKey;
import io.jfs.core.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Snapshots, their indices and the trash within one transaction. Keeps the indices in step with the records; who may do
 * what is decided by its callers.
 */
final class SnapshotTable {
    private final Transaction transaction;

    SnapshotTable(Transaction transaction) {
        this.transaction = transaction;
    }

    Optional<SnapshotRecord> find(SnapshotKey key) throws IOException {
        Optional<byte[]> bytes = transaction.get(StoreKeys.snapshot(key));
        return bytes.isPresent() ? Optional.of(RecordCodec.decode(bytes.get())) : Optional.empty();
    }

    SnapshotRecord require(SnapshotKey key) throws IOException {
        return find(key).orElseThrow(() -> new SnapshotNotFoundException(key));
    }

    void requireFree(SnapshotKey key) throws IOException {
        if (transaction.get(StoreKeys.snapshot(key)).isPresent()) {
            throw new SnapshotExistsException(key);
        }
    }

    void insert(SnapshotRecord record) {
        byte[] key = Text.encode(record.key().text());
        transaction.put(StoreKeys.snapshot(record.key()), RecordCodec.encode(record));
        transaction.put(StoreKeys.child(record.parentNumber(), record.id().number()), key);
        putLabels(record, key);
    }

    void delete(SnapshotRecord record) {
        transaction.delete(StoreKeys.snapshot(record.key()));
        transaction.delete(StoreKeys.child(record.parentNumber(), record.id().number()));
        deleteLabels(record);
    }

    /** Replaces labels and update time; nothing else may differ. */
    void relabel(SnapshotRecord before, SnapshotRecord after) {
        deleteLabels(before);
        transaction.put(StoreKeys.snapshot(after.key()), RecordCodec.encode(after));
        putLabels(after, Text.encode(after.key().text()));
    }

    private void putLabels(SnapshotRecord record, byte[] key) {
        record.labels()
                .forEach((label, value) -> transaction.put(
                        StoreKeys.label(label, value, record.id().number()), key));
    }

    private void deleteLabels(SnapshotRecord record) {
        record.labels()
                .forEach((label, value) -> transaction.delete(
                        StoreKeys.label(label, value, record.id().number())));
    }

    /** Any child; one step whatever their number. */
    Optional<SnapshotKey> anyChild(SnapshotId parent) throws IOException {
        List<SnapshotKey> first = new ArrayList<>(1);
        transaction.scan(StoreKeys.childrenOf(parent.number()), (_, value) -> {
            first.add(key(value));
            return false;
        });
        return first.stream().findFirst();
    }

    /** The children, oldest first; of 0 those without parent. */
    List<SnapshotKey> children(long parent) throws IOException {
        return keys(StoreKeys.childrenOf(parent));
    }

    /** Those with this label, and, at odds of one in 2^64, some others. */
    List<SnapshotKey> labelled(String label, String value) throws IOException {
        return keys(StoreKeys.label(label, value));
    }

    private List<SnapshotKey> keys(byte[] prefix) throws IOException {
        List<SnapshotKey> keys = new ArrayList<>();
        transaction.scan(prefix, (_, value) -> keys.add(key(value)));
        return keys;
    }

    /** The snapshot that an entry of an index names. */
    static SnapshotKey key(byte[] bytes) {
        return new SnapshotKey(new String(bytes, StandardCharsets.UTF_8));
    }

    /** Receives records. */
    @FunctionalInterface
    interface RecordVisitor {
        void visit(SnapshotRecord record) throws IOException;
    }

    /** Visits every snapshot, by key, those with long keys last. */
    void forEach(RecordVisitor visitor) throws IOException {
        for (byte[] prefix : List.of(StoreKeys.SNAPSHOTS, StoreKeys.HASHED_SNAPSHOTS)) {
            transaction.scan(prefix, (_, value) -> {
                visitor.visit(RecordCodec.decode(value));
                return true;
            });
        }
    }

    /** The numbers of all snapshots, from their records. */
    Set<Long> numbers() throws IOException {
        Set<Long> numbers = new HashSet<>();
        forEach(record -> numbers.add(record.id().number()));
        return numbers;
    }

    long nextNumber() {
        return transaction.get(StoreKeys.NEXT).map(StoreKeys::lastNumber).orElse(1L);
    }

    void setNextNumber(long next) {
        transaction.put(StoreKeys.NEXT, StoreKeys.number(next));
    }

    /**
     * A directory to be deleted.
     *
     * @param id its number
     * @param isOrphan whether a dead process left it, so that it never was a snapshot
     * @param usage as far as known
     */
    record Trash(SnapshotId id, boolean isOrphan, Usage usage) {
        static Trash of(SnapshotRecord removed) {
            return new Trash(removed.id(), false, removed.usage().orElse(Usage.NONE));
        }

        static Trash orphan(SnapshotId id) {
            return new Trash(id, true, Usage.NONE);
        }
    }

    void addTrash(Trash trash) {
        RecordWriter value = new RecordWriter();
        value.writeByte(trash.isOrphan() ? 1 : 0);
        value.writeNumber(trash.usage().bytes());
        value.writeNumber(trash.usage().inodes());
        transaction.put(StoreKeys.trash(trash.id().number()), value.toBytes());
    }

    void removeTrash(SnapshotId id) {
        transaction.delete(StoreKeys.trash(id.number()));
    }

    Set<Long> trashNumbers() throws IOException {
        Set<Long> numbers = new HashSet<>();
        transaction.scan(StoreKeys.TRASH, (key, _) -> {
            numbers.add(StoreKeys.lastNumber(key));
            return true;
        });
        return numbers;
    }

    List<Trash> trash() throws IOException {
        List<Trash> all = new ArrayList<>();
        transaction.scan(StoreKeys.TRASH, (key, value) -> {
            RecordReader in = new RecordReader(value);
            boolean isOrphan = in.readByte() == 1;
            Usage usage = new Usage(in.readNumber(), in.readNumber());
            return all.add(new Trash(new SnapshotId(StoreKeys.lastNumber(key)), isOrphan, usage));
        });
        return all;
    }
}
