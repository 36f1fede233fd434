package io.jfs.testkit;

import static io.jfs.testkit.SnapshotFixture.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKind;
import io.jfs.core.store.Filter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** SIGKILL at any moment: what was committed is whole, what was not leaves nothing. */
interface CrashFacts {
    SnapshotFixture snapshots();

    /** How often a process is killed. */
    default int kills() {
        return 5;
    }

    @Test
    default void after_a_kill_at_any_moment_all_that_was_committed_is_whole() throws Exception {
        Random random = new Random(1);
        for (int kill = 0; kill < kills(); kill++) {
            String last = killAfter("writer" + kill, 1 + random.nextInt(12), random.nextInt(30));
            snapshots().reopen();
            assertThat(snapshots().store().find(key(last)))
                    .as("the layer that was told of last")
                    .isPresent();
            assertThat(snapshots().store().cleanup().failures()).isEmpty();
            assertThat(snapshots().store().check().problems()).isEmpty();
            for (SnapshotInfo layer : committed()) {
                assertWhole(layer);
            }
        }
    }

    /** The last layer that was committed for sure. */
    private String killAfter(String name, int layers, int milliseconds) throws IOException, InterruptedException {
        Process child = start(name);
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            String last = "";
            for (int i = 0; i < layers; i++) {
                last = output.readLine();
                assertThat(last).as("the writer works").isNotNull();
            }
            Thread.sleep(milliseconds);
            child.toHandle().destroyForcibly(); // unlike the process's own, leaves the output to be read
            child.waitFor();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                last = line;
            }
            return last;
        } finally {
            child.destroyForcibly();
        }
    }

    private Process start(String name) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Path temporary = snapshots().place();
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-Djava.io.tmpdir=" + temporary,
                        "-Dlmdbjava.extract.dir=" + temporary,
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        classPath,
                        StoreWriter.class.getName(),
                        temporary.toString(),
                        snapshots().provider().getClass().getName(),
                        name))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private List<SnapshotInfo> committed() throws IOException {
        List<SnapshotInfo> all = new ArrayList<>();
        snapshots().store().walk(Filter.ALL, info -> {
            if (info.kind() == SnapshotKind.COMMITTED) {
                all.add(info);
            }
        });
        return all;
    }

    /** Its own files and those of all its parents. */
    private void assertWhole(SnapshotInfo layer) throws IOException {
        Set<String> paths = Set.copyOf(snapshots().tree(layer.key().text()).paths());
        for (SnapshotInfo at = layer;
                ;
                at = snapshots().store().stat(at.parent().get())) {
            for (int i = 0; i < StoreWriter.FILES; i++) {
                assertThat(paths).contains("/" + at.key().text() + "-" + i);
            }
            if (at.parent().isEmpty()) {
                return;
            }
        }
    }
}
