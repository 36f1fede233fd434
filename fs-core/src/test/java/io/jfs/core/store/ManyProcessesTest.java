package io.jfs.core.store;

import static io.jfs.core.store.StoreFixture.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyProcessesTest {
    /** Raised by {@code -Djfs.test.kills=500} for a long run. */
    private static final int KILLS = Integer.getInteger("jfs.test.kills", 10);

    @TempDir
    Path directory;

    @Test
    void two_processes_write_one_store_at_once_without_sharing_a_number() throws Exception {
        try (StoreFixture fixture = new StoreFixture(directory);
                ChildProcess child =
                        ChildProcess.start(directory, BusyWriter.class, directory.toString(), "child", "30")) {
            child.awaitLines(1);
            for (int i = 0; i < 60; i++) {
                fixture.layer("parent-" + i, i == 0 ? "" : "parent-" + (i - 1));
            }
            fixture.store.cleanup();
            assertThat(child.awaitEnd()).isZero();
            assertSound(fixture);
            assertThat(fixture.store.stat(key("parent-59")).kind()).isEqualTo(SnapshotKind.COMMITTED);
        }
    }

    @Test
    void a_store_whose_writers_are_killed_at_any_moment_opens_sound_and_every_commit_is_whole() throws Exception {
        Random random = new Random();
        // A living user through all the kills: it must see the same truth as whoever opens afresh.
        try (StoreFixture living = new StoreFixture(directory)) {
            living.layer("living", "");
            for (int round = 0; round < KILLS; round++) {
                try (ChildProcess child = ChildProcess.start(
                        directory, BusyWriter.class, directory.toString(), "writer" + round, "100000")) {
                    child.awaitLines(1 + random.nextInt(40));
                    child.kill();
                }
                try (StoreFixture fixture = new StoreFixture(directory)) {
                    assertSound(fixture);
                }
                living.prepare("after " + round, "living");
                assertSound(living);
            }
            living.store.cleanup();
            assertThat(living.driverDirectory())
                    .isDirectoryContaining("glob:**/staging")
                    .satisfies(driver -> assertThat(driver.toFile().list())
                            .hasSize(infos(living).size() + 1));
        }
    }

    private static void assertSound(StoreFixture fixture) throws IOException {
        assertThat(fixture.store.check().problems()).isEmpty();
        Set<Long> numbers = new HashSet<>();
        for (SnapshotInfo info : infos(fixture)) {
            assertThat(numbers.add(info.id().number())).isTrue();
            String name = info.key().text();
            if (info.kind() == SnapshotKind.COMMITTED && name.startsWith("writer")) {
                assertThat(fixture.tree(name).resolve("whole-" + name)).hasContent(name);
            }
        }
    }

    private static List<SnapshotInfo> infos(StoreFixture fixture) throws IOException {
        List<SnapshotInfo> infos = new ArrayList<>();
        fixture.store.walk(Filter.ALL, infos::add);
        return infos;
    }
}
