package io.jfs.linux;

import static io.jfs.linux.OpenTest.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocksTest {
    @TempDir
    Path temp;

    @Test
    void only_one_holds_an_exclusive_lock_even_within_a_process() throws Exception {
        Path file = temp.resolve("lock");
        try (Fd lock = Locks.lockExclusive(file)) {
            assertThat(lock.isOpen()).isTrue();
            assertThat(Locks.tryLockExclusive(file)).isEmpty();
            assertThat(Locks.tryLockShared(file)).isEmpty();
        }
        Locks.tryLockExclusive(file).orElseThrow().close();
    }

    @Test
    void many_share_a_shared_lock() throws Exception {
        Path file = temp.resolve("lock");
        try (Fd first = Locks.lockShared(file);
                Fd second = Locks.lockShared(file)) {
            assertThat(first.number()).isNotEqualTo(second.number());
            assertThat(Locks.tryLockExclusive(file)).isEmpty();
        }
    }

    @Test
    void who_waits_gets_the_lock_when_it_is_released() throws Exception {
        Path file = temp.resolve("lock");
        Fd held = Locks.lockExclusive(file);
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Fd> waiter = CompletableFuture.supplyAsync(() -> {
            started.countDown();
            try {
                return Locks.lockExclusive(file);
            } catch (ErrnoException e) {
                throw new UncheckedIOException(e);
            }
        });
        started.await();
        assertThat(waiter.isDone()).isFalse();
        held.close();
        waiter.get(30, TimeUnit.SECONDS).close();
    }

    @Test
    void the_file_is_private_and_no_symbolic_link() throws Exception {
        Path file = temp.resolve("lock");
        Locks.lockExclusive(file).close();
        try (Fd dir = Trees.directory(temp)) {
            assertThat(Stat.statAt(dir, "lock").permissions()).isEqualTo(0600);
        }
        Files.createSymbolicLink(temp.resolve("link"), file);
        assertErrno(Errno.ELOOP, () -> Locks.lockExclusive(temp.resolve("link")));
    }
}
