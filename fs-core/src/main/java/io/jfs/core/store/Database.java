package io.jfs.core.store;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** One named database of the metadata: ordered keys to values, shared by many processes. */
final class Database {
    private final SharedEnvironment environment;
    private final String name;

    Database(SharedEnvironment environment, String name) {
        this.environment = environment;
        this.name = name;
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    interface Work<T> {
        /** If it throws, the transaction has no effect. */
        T run(Transaction transaction) throws IOException;
    }

    /** Runs on a consistent state. Never waits for a writer, and no writer waits for it. */
    <T> T read(Work<T> work) throws IOException {
        return environment.read(name, work);
    }

    /**
     * Runs as the only writer of all processes. On return the changes are on disk. If the commit itself fails, whether
     * they are is unknown.
     */
    <T> T write(Work<T> work) throws IOException {
        if (!Thread.currentThread().isVirtual()) {
            return environment.write(name, work);
        }
        // LMDB's writer lock belongs to an operating system thread, and a virtual thread may change its own.
        FutureTask<T> task = new FutureTask<>(() -> environment.write(name, work));
        Thread.ofPlatform().name("jfs-metadata-writer").start(task);
        return await(task);
    }

    private static <T> T await(FutureTask<T> task) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw rethrown(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException rethrown(ExecutionException failure) {
        return switch (failure.getCause()) {
            case IOException io -> io;
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            case null, default -> new IOException(failure.getMessage(), failure);
        };
    }
}
