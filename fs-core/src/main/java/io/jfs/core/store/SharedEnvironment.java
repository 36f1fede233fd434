package io.jfs.core.store;

import io.jfs.core.store.Database.Work;
import io.jfs.linux.Fd;
import io.jfs.linux.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * The LMDB environment of one directory, open once in this JVM whatever the number of users: LMDB's locks are POSIX
 * record locks, which a process loses when it closes any descriptor of the file.
 *
 * <p>Each handle and each running transaction counts as a user; the last one closes. So a close during a transaction is
 * harmless, where LMDB alone would crash the process.
 *
 * <p>Lock order: {@code writer}, then LMDB's own writer lock (held by one process at a time), then {@code OPEN} or
 * {@code databases}.
 */
final class SharedEnvironment {
    /** Address space, not disk space: the file grows as it is filled. */
    private static final long MAP_SIZE = 4L << 30;

    private static final long REHEARSAL_SIZE = 1 << 20;
    private static final int MAX_DATABASES = 64;
    private static final int MAX_READERS = 1024;
    private static final int OWNER_ONLY = 0600;

    private static final Map<Path, SharedEnvironment> OPEN = new HashMap<>();

    private final Path directory;
    private final Env<byte[]> env;
    private final OperationCounter counter = new OperationCounter();
    private final Map<String, Dbi<byte[]>> databases = new HashMap<>();

    /** Lets waiting threads of this JVM wait in Java, so that only one of them waits in native code. */
    private final ReentrantLock writer = new ReentrantLock();

    /** Guarded by OPEN. */
    private int users = 1;

    private SharedEnvironment(Path directory, Env<byte[]> env) {
        this.directory = directory;
        this.env = env;
    }

    /** Opens or joins; the caller is a user and must release. */
    static SharedEnvironment acquire(Path directory) throws IOException {
        Path real = directory.toRealPath();
        synchronized (OPEN) {
            SharedEnvironment present = OPEN.get(real);
            if (present != null) {
                present.users++;
                return present;
            }
            SharedEnvironment opened = new SharedEnvironment(real, open(real));
            OPEN.put(real, opened);
            return opened;
        }
    }

    private static Env<byte[]> open(Path directory) throws IOException {
        try {
            // NOTLS: a read transaction belongs to its object, not to its thread, so one thread may have several.
            Env<byte[]> env = Env.create(ByteArrayProxy.PROXY_BA)
                    .setMapSize(MAP_SIZE)
                    .setMaxDbs(MAX_DATABASES)
                    .setMaxReaders(MAX_READERS)
                    .open(directory.toFile(), OWNER_ONLY, EnvFlags.MDB_NOTLS);
            // Readers that were killed keep old pages from being reused until their slots are freed.
            env.readerCheck();
            return env;
        } catch (LmdbException e) {
            throw failure(directory, e);
        }
    }

    /**
     * Writes and reads a database in memory, so that what the first use of LMDB in a JVM loads and links is there.
     *
     * @throws IOException if LMDB does not work here
     */
    static void rehearse() throws IOException {
        try (Fd memory = Processes.memfd("rehearsal")) {
            Path file = Path.of("/proc/self/fd/" + memory.number());
            Env<byte[]> env = Env.create(ByteArrayProxy.PROXY_BA)
                    .setMapSize(REHEARSAL_SIZE)
                    .setMaxDbs(1)
                    .open(file.toFile(), OWNER_ONLY, EnvFlags.MDB_NOSUBDIR, EnvFlags.MDB_NOLOCK, EnvFlags.MDB_NOTLS);
            SharedEnvironment rehearsal = new SharedEnvironment(file, env);
            byte[] entry = {1};
            try {
                // Made at once: to look for it first costs an exception with a formatted text.
                byte[] name = "rehearsal".getBytes(StandardCharsets.UTF_8);
                rehearsal.databases.put("rehearsal", env.openDbi(name, null, false, DbiFlags.MDB_CREATE));
                rehearsal.<Integer>write("rehearsal", transaction -> {
                    transaction.put(entry, entry);
                    transaction.delete(new byte[] {2});
                    return 0;
                });
                rehearsal.<Optional<byte[]>>read("rehearsal", transaction -> {
                    transaction.scan(entry, (_, _) -> true);
                    return transaction.get(entry);
                });
            } finally {
                env.close();
            }
        } catch (LmdbException e) {
            throw failure(Path.of("rehearsal"), e);
        }
    }

    private void join() {
        synchronized (OPEN) {
            if (users == 0) {
                throw new IllegalStateException("store metadata " + directory + ": already closed");
            }
            users++;
        }
    }

    void release() {
        synchronized (OPEN) {
            users--;
            if (users == 0) {
                OPEN.remove(directory);
                env.close();
            }
        }
    }

    OperationCounts counts() {
        return counter.counts();
    }

    <T> T read(String database, Work<T> work) throws IOException {
        join();
        try {
            Dbi<byte[]> dbi = database(database);
            try (Txn<byte[]> txn = beginRead()) {
                return work.run(new Transaction(txn, dbi, counter));
            }
        } catch (LmdbException e) {
            throw failure(directory, e);
        } finally {
            release();
        }
    }

    private Txn<byte[]> beginRead() {
        try {
            return env.txnRead();
        } catch (Env.ReadersFullException e) {
            env.readerCheck();
            return env.txnRead();
        }
    }

    <T> T write(String database, Work<T> work) throws IOException {
        if (writer.isHeldByCurrentThread()) {
            throw new IllegalStateException("store metadata " + directory + ": a write within a write");
        }
        join();
        try {
            Dbi<byte[]> dbi = database(database);
            writer.lock();
            try (Txn<byte[]> txn = env.txnWrite()) {
                T result = work.run(new Transaction(txn, dbi, counter));
                txn.commit();
                return result;
            } finally {
                writer.unlock();
            }
        } catch (LmdbException e) {
            throw failure(directory, e);
        } finally {
            release();
        }
    }

    private Dbi<byte[]> database(String name) {
        synchronized (databases) {
            Dbi<byte[]> known = databases.get(name);
            if (known != null) {
                return known;
            }
            Dbi<byte[]> opened = openDatabase(name.getBytes(StandardCharsets.UTF_8));
            databases.put(name, opened);
            return opened;
        }
    }

    /** Looks before it creates: opening an existing store waits for no writer. */
    private Dbi<byte[]> openDatabase(byte[] name) {
        try (Txn<byte[]> txn = beginRead()) {
            Dbi<byte[]> existing = env.openDbi(txn, name, null, false);
            txn.commit();
            return existing;
        } catch (Dbi.KeyNotFoundException e) {
            return env.openDbi(name, null, false, DbiFlags.MDB_CREATE);
        }
    }

    private static IOException failure(Path directory, LmdbException cause) {
        return new IOException("store metadata " + directory + ": " + cause.getMessage(), cause);
    }
}
