package io.jfs.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class ManyContainersTest {
    @TempDir
    Path directory;

    private static long mounts() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
            return lines.count();
        }
    }

    private static void live(Bundle bundle) {
        try {
            bundle.script("echo answer; exit 5").create();
            bundle.runtime.start(bundle.id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void fifty_at_once_start_answer_and_leave_nothing() throws IOException {
        long mountsBefore = mounts();
        List<Bundle> bundles = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            bundles.add(new Bundle(directory.resolve("c" + i)));
        }
        IntStream.range(0, 50).parallel().forEach(i -> live(bundles.get(i)));
        for (Bundle bundle : bundles) {
            assertThat(bundle.await()).isEqualTo(new Bundle.Outcome(5, "answer\n", ""));
            int processes = bundle.runtime.processes(bundle.id).size();
            bundle.runtime.delete(bundle.id, false);
            assertThat(processes).isZero();
            assertThat(bundle.runtime.list()).isEmpty();
            for (String controller : List.of("memory", "pids", "unified")) {
                assertThat(Path.of("/sys/fs/cgroup", controller, "jfs", bundle.id.text()))
                        .doesNotExist();
            }
        }
        assertThat(mounts()).isEqualTo(mountsBefore);
    }
}
