package io.jfs.fuse.transport;

import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Locks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * While the tests of a class run, the kernel offers FUSE over io_uring; afterwards it does what it did before. Several
 * JVMs may want that at once: each holds a lock, and the last one restores what the first one found.
 */
final class EnabledRings implements BeforeAllCallback, AfterAllCallback {
    private static final Path LOCK = Path.of("/run/jfs-test-enable-uring.lock");

    private Optional<Fd> lock = Optional.empty();

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        if (!Files.isWritable(FuseTransports.ENABLE)) {
            return; // required() then says so
        }
        try (Fd alone = Locks.tryLockExclusive(LOCK).orElseGet(Fd::cwd)) {
            if (!alone.equals(Fd.cwd())) {
                Files.writeString(LOCK, Files.readString(FuseTransports.ENABLE));
            }
        }
        lock = Optional.of(Locks.lockShared(LOCK));
        Files.writeString(FuseTransports.ENABLE, "Y");
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

    private static void restoreIfLast() throws ErrnoException, IOException {
        Optional<Fd> alone = Locks.tryLockExclusive(LOCK);
        if (alone.isPresent()) {
            try (Fd held = alone.get()) {
                held.number();
                Files.writeString(FuseTransports.ENABLE, Files.readString(LOCK).strip());
            }
        }
    }

    /** Skips the test, or fails it in CI, unless the transport is there. */
    static void required(Transport transport) {
        FuseTransports.probe().stream()
                .filter(probe -> probe.transport() == transport)
                .forEach(EnabledRings::require);
    }

    private static void require(TransportProbe probe) {
        String reason = probe.unavailable().orElse("");
        if (System.getenv("CI") != null && !probe.isAvailable()) {
            throw new IllegalStateException("CI must run every test, but: " + probe.transport() + ": " + reason);
        }
        Assumptions.assumeTrue(probe.isAvailable(), reason);
    }
}
