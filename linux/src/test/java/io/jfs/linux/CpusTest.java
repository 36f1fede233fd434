package io.jfs.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CpusTest {
    @Test
    void sets_are_counted() throws IOException {
        assertThat(Cpus.count("0")).isEqualTo(1);
        assertThat(Cpus.count("0-3")).isEqualTo(4);
        assertThat(Cpus.count("0-1,4,8-15")).isEqualTo(11);
        assertThatThrownBy(() -> Cpus.count("0-"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("0-");
    }

    @Test
    void the_machine_has_at_least_those_that_are_available() throws IOException {
        assertThat(Cpus.possible()).isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void a_thread_stays_where_it_was_put() {
        CompletableFuture<String> allowed = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                int cpu = firstAllowed();
                Cpus.pinCurrentThread(cpu);
                allowed.complete(status("Cpus_allowed_list:").equals(Integer.toString(cpu)) ? "pinned" : "free");
            } catch (IOException | RuntimeException e) {
                allowed.completeExceptionally(e);
            }
        });
        assertThat(allowed.join()).isEqualTo("pinned");
        assertThatThrownBy(() -> Cpus.pinCurrentThread(8191))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
    }

    private static int firstAllowed() throws IOException {
        return Integer.parseInt(status("Cpus_allowed_list:").split("[-,]", -1)[0]);
    }

    private static String status(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip())
                .findFirst()
                .orElseThrow();
    }
}
