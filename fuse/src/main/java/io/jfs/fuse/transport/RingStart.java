package io.jfs.fuse.transport;

import io.jfs.linux.ErrnoException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Whether all queues have been joined: only then does the kernel use any of them. Thread-safe. */
final class RingStart {
    private final CountDownLatch missing;
    private final AtomicReference<Optional<ErrnoException>> refusal = new AtomicReference<>(Optional.empty());

    RingStart(int readers) {
        missing = new CountDownLatch(readers);
    }

    void joined() {
        missing.countDown();
    }

    void refused(ErrnoException reason) {
        refusal.set(Optional.of(reason));
        missing.countDown();
    }

    /** Waits for all, which takes no longer than a system call; why one was refused, empty if none was. */
    Optional<ErrnoException> await() {
        boolean interrupted = false;
        while (true) {
            try {
                missing.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return refusal.get();
    }
}
