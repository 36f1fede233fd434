package io.jfs.core.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The metadata of one root: an LMDB environment that any number of processes may have open, and any number of these
 * handles within one JVM. Thread-safe.
 */
public final class Metadata implements AutoCloseable {
    /** The format that this program writes. A change of keys or records that an older program cannot read raises it. */
    static final int FORMAT = 1;

    private static final String FORMAT_DATABASE = "jfs";
    private static final byte[] FORMAT_KEY = "format".getBytes(StandardCharsets.US_ASCII);

    private final SharedEnvironment environment;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Metadata(SharedEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Opens the metadata, made if missing.
     *
     * @throws IOException if it cannot be opened, is damaged, or was written by a newer jfs
     */
    public static Metadata open(StoreRoot root) throws IOException {
        return open(root, Migration.NONE);
    }

    /**
     * Uses the database once, in memory: its first use takes most of the time of a short command, and this is how
     * another thread can have spent that time before the metadata is opened. Nothing is left of it.
     *
     * @throws IOException if the database does not work here
     */
    public static void rehearse() throws IOException {
        SharedEnvironment.rehearse();
    }

    static Metadata open(StoreRoot root, Migration migration) throws IOException {
        Metadata metadata = new Metadata(SharedEnvironment.acquire(root.metadata()));
        try {
            metadata.requireFormat(root, migration);
            return metadata;
        } catch (IOException | RuntimeException e) {
            metadata.close();
            throw e;
        }
    }

    private void requireFormat(StoreRoot root, Migration migration) throws IOException {
        Database formats = database(FORMAT_DATABASE);
        if (formats.read(Metadata::format).equals(Optional.of(FORMAT))) {
            return;
        }
        formats.write(transaction -> {
            int found = format(transaction).orElse(FORMAT);
            if (found > FORMAT) {
                throw new IOException("store " + root + ": written by a newer jfs (format " + found
                        + ", this one knows " + FORMAT + "); use that one");
            }
            if (found < FORMAT) {
                migration.migrate(transaction, found);
            }
            transaction.put(FORMAT_KEY, ByteBuffer.allocate(4).putInt(FORMAT).array());
            return FORMAT;
        });
    }

    private static Optional<Integer> format(Transaction transaction) throws IOException {
        Optional<byte[]> value = transaction.get(FORMAT_KEY);
        if (value.isPresent() && value.get().length != 4) {
            throw new IOException("store metadata: the format record is damaged");
        }
        return value.map(bytes -> ByteBuffer.wrap(bytes).getInt());
    }

    /** Brings an older format to {@link #FORMAT}, in the transaction that records the new one. */
    @FunctionalInterface
    interface Migration {
        /** Format 1 is the first: nothing older exists. */
        Migration NONE = (_, from) -> {
            throw new IOException("store metadata: no way from format " + from + " to " + FORMAT);
        };

        void migrate(Transaction transaction, int from) throws IOException;
    }

    /** The database of this name, made on first use. */
    Database database(String name) {
        return new Database(environment, name);
    }

    /** What all handles of this JVM on this root did so far. */
    OperationCounts operations() {
        return environment.counts();
    }

    /** Gives the handle back; the last one in this JVM closes the environment. Repeatable. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            environment.release();
        }
    }
}
