package io.jfs.core.tree;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that make further tasks, run by the caller and a few helpers. Last in, first out: a tree is worked depth first,
 * so few tasks wait. The first failure stops all; a helper is started only when there is work for it.
 */
final class TaskStack {
    private final int mostHelpers;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Deque<Task> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private final List<Thread> helpers = new ArrayList<>();

    @GuardedBy("lock")
    private int running;

    @GuardedBy("lock")
    private @Nullable Throwable failure;

    /** A piece of work. */
    interface Task {
        void run() throws IOException;
    }

    TaskStack(int threads) {
        this.mostHelpers = threads - 1;
    }

    /** Adds a task; called before {@link #run} and by tasks. */
    void add(Task task) {
        synchronized (lock) {
            waiting.push(task);
            if (waiting.size() > 1 && helpers.size() < mostHelpers && failure == null) {
                helpers.add(Thread.ofPlatform().daemon().name("jfs-copy").start(this::work));
            }
            lock.notify();
        }
    }

    /**
     * Works until nothing is left and every thread has ended.
     *
     * @throws IOException the first failure, with the others suppressed
     */
    void run() throws IOException {
        work();
        awaitHelpers();
        Throwable first;
        synchronized (lock) {
            first = failure;
        }
        switch (first) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IOException(first);
        }
    }

    private void work() {
        for (Task task = next(); task != null; task = next()) {
            Throwable failed = null;
            try {
                task.run();
            } catch (IOException | RuntimeException | Error e) {
                failed = e;
            }
            finished(failed);
        }
    }

    private @Nullable Task next() {
        synchronized (lock) {
            while (waiting.isEmpty() && running > 0 && failure == null) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    fail(interruption(e));
                }
            }
            if (failure != null || waiting.isEmpty()) {
                return null;
            }
            running++;
            return waiting.pop();
        }
    }

    private void finished(@Nullable Throwable failed) {
        synchronized (lock) {
            running--;
            if (failed != null) {
                fail(failed);
            }
            if (failure != null || (running == 0 && waiting.isEmpty())) {
                lock.notifyAll();
            }
        }
    }

    @GuardedBy("lock")
    @SuppressWarnings("ReferenceEquality") // the JVM may throw one OutOfMemoryError twice, and none can suppress itself
    private void fail(Throwable failed) {
        if (failure == null) {
            failure = failed;
        } else if (failure != failed) {
            failure.addSuppressed(failed);
        }
        lock.notifyAll();
    }

    /** Helpers use the caller's file descriptors, so they are awaited even if the caller is interrupted. */
    private void awaitHelpers() {
        List<Thread> started;
        synchronized (lock) {
            started = List.copyOf(helpers);
        }
        for (Thread helper : started) {
            boolean ended = false;
            while (!ended) {
                try {
                    helper.join();
                    ended = true;
                } catch (InterruptedException e) {
                    synchronized (lock) {
                        fail(interruption(e));
                    }
                }
            }
        }
        synchronized (lock) {
            if (failure instanceof InterruptedIOException) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static InterruptedIOException interruption(InterruptedException cause) {
        InterruptedIOException e = new InterruptedIOException("interrupted while copying a tree");
        e.initCause(cause);
        return e;
    }
}
