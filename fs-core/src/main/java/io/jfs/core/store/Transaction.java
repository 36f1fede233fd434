package io.jfs.core.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.GetOp;
import org.lmdbjava.Txn;

/** One LMDB transaction on one database, reading or writing. Belongs to the thread that runs it. */
final class Transaction {
    private final Txn<byte[]> txn;
    private final Dbi<byte[]> database;
    private final OperationCounter counter;

    Transaction(Txn<byte[]> txn, Dbi<byte[]> database, OperationCounter counter) {
        this.txn = txn;
        this.database = database;
        this.counter = counter;
    }

    Optional<byte[]> get(byte[] key) {
        counter.get();
        return Optional.ofNullable(database.get(txn, key));
    }

    void put(byte[] key, byte[] value) {
        counter.put();
        database.put(txn, key, value);
    }

    boolean delete(byte[] key) {
        counter.delete();
        return database.delete(txn, key);
    }

    /** Receives entries in the order of their keys. */
    @FunctionalInterface
    interface Visitor {
        /** Returns whether to go on. */
        boolean visit(byte[] key, byte[] value) throws IOException;
    }

    /** Visits all entries whose key begins so. The visitor must not write: it would move the cursor. */
    void scan(byte[] prefix, Visitor visitor) throws IOException {
        try (Cursor<byte[]> cursor = database.openCursor(txn)) {
            counter.step();
            boolean found = cursor.get(prefix, GetOp.MDB_SET_RANGE);
            while (found && startsWith(cursor.key(), prefix) && visitor.visit(cursor.key(), cursor.val())) {
                counter.step();
                found = cursor.next();
            }
        }
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }
}
