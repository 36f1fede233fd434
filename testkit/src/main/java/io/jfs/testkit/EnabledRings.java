package io.jfs.testkit;

import io.jfs.linux.Fd;
import io.jfs.linux.Locks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * While the tests of a class run, the kernel offers FUSE over io_uring; afterwards it does what it did before. Several
 * JVMs may want that at once: each holds a lock, and the last one restores what the first one found. Where it cannot be
 * switched nothing happens, and a test that needs it finds that out.
 */
public final class EnabledRings implements BeforeAllCallback, AfterAllCallback {
    private static final Path ENABLE = Path.of("/sys/module/fuse/parameters/enable_uring");
    private static final Path LOCK = Path.of("/run/jfs-test-enable-uring.lock");

    private Optional<Fd> lock = Optional.empty();

    /** Made by JUnit. */
    public EnabledRings() {}

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        if (!Files.isWritable(ENABLE)) {
            return;
        }
        while (lock.isEmpty()) {
            remember();
            Fd shared = Locks.lockShared(LOCK);
            if (Files.size(LOCK) > 0) {
                lock = Optional.of(shared);
            } else {
                shared.close(); // the last one restored between the two locks
            }
        }
        Files.writeString(ENABLE, "Y");
    }

    private static void remember() throws IOException {
        Optional<Fd> alone = Locks.tryLockExclusive(LOCK);
        if (alone.isPresent()) {
            try (Fd held = alone.get()) {
                held.number();
                if (Files.size(LOCK) == 0) { // else a JVM was killed before it could restore
                    Files.writeString(LOCK, Files.readString(ENABLE));
                }
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (lock.isEmpty()) {
            return;
        }
        lock.get().close();
        lock = Optional.empty();
        restoreIfLast();
    }

    private static void restoreIfLast() throws IOException {
        Optional<Fd> alone = Locks.tryLockExclusive(LOCK);
        if (alone.isPresent()) {
            try (Fd held = alone.get()) {
                held.number();
                Files.writeString(ENABLE, Files.readString(LOCK).strip());
                Files.writeString(LOCK, "");
            }
        }
    }
}
