package io.jfs.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FdTest {
    @Test
    void closing_twice_does_not_close_somebody_elses_file() throws Exception {
        Fd first = Processes.memfd("first");
        int number = first.number();
        first.close();
        try (Fd second = duplicateAs(number)) {
            first.close();
            assertThat(Stat.stat(second).isRegular()).isTrue();
        }
    }

    /**
     * A new descriptor; the kernel gives the lowest free number, which other threads of the JVM may have taken
     * meanwhile.
     */
    private static Fd duplicateAs(int number) throws ErrnoException {
        Fd fd = Processes.memfd("second");
        assertThat(fd.number()).isLessThanOrEqualTo(number);
        return fd;
    }

    @Test
    void many_threads_may_close_at_once() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 200; round++) {
                Fd fd = Processes.memfd("shared");
                CountDownLatch start = new CountDownLatch(1);
                var closing = IntStream.range(0, 4)
                        .<Future<?>>mapToObj(i -> threads.submit(() -> {
                            start.await();
                            fd.close();
                            return null;
                        }))
                        .toList();
                start.countDown();
                for (Future<?> future : closing) {
                    future.get();
                }
                assertThat(fd.isOpen()).isFalse();
            }
        }
    }

    @Test
    void a_closed_descriptor_has_no_number() throws Exception {
        Fd fd = Processes.memfd("gone");
        fd.close();
        assertThatThrownBy(fd::number).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(fd::procPath).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Stat.stat(fd)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_duplicate_outlives_the_original() throws Exception {
        Fd fd = Processes.memfd("original");
        try (Fd copy = fd.duplicate()) {
            long inode = Stat.stat(fd).inode();
            fd.close();
            assertThat(Stat.stat(copy).inode()).isEqualTo(inode);
        }
    }

    @Test
    void it_has_a_path_in_proc() throws Exception {
        try (Fd fd = Processes.memfd("named")) {
            assertThat(fd.procPath()).isEqualTo("/proc/self/fd/" + fd.number());
            assertThat(Files.readSymbolicLink(Path.of(fd.procPath())).toString())
                    .startsWith("/memfd:named");
        }
    }

    @Test
    void the_working_directory_is_always_open() throws Exception {
        Fd.cwd().close();
        assertThat(Fd.cwd().isOpen()).isTrue();
        assertThat(Stat.statAt(Fd.cwd(), ".").isDirectory()).isTrue();
        assertThat(Fd.cwd().procPath()).isEqualTo("/proc/self/cwd");
    }

    @Test
    void a_negative_number_is_no_descriptor() {
        assertThatThrownBy(() -> Fd.ofOwned(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
