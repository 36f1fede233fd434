package io.jfs.core.store;

import static io.jfs.core.store.StoreFixture.key;

import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A child process that changes a store without rest. Arguments: the test's directory, a name that is its own, how many
 * rounds. Prints a line after each step.
 */
final class BusyWriter {
    private final StoreFixture fixture;
    private final String name;
    private final Random random = new Random();

    private BusyWriter(StoreFixture fixture, String name) {
        this.fixture = fixture;
        this.name = name;
    }

    public static void main(String[] arguments) throws IOException {
        try (StoreFixture fixture = new StoreFixture(Path.of(arguments[0]))) {
            BusyWriter writer = new BusyWriter(fixture, arguments[1]);
            int rounds = Integer.parseInt(arguments[2]);
            for (int i = 0; i < rounds; i++) {
                writer.round(i);
            }
        }
    }

    private void round(int number) throws IOException {
        String layer = name + "-" + number;
        fixture.store.prepare(key("work " + layer), anyCommitted(), Map.of("writer", name));
        step();
        Files.writeString(fixture.tree("work " + layer).resolve("whole-" + layer), layer);
        fixture.store.commit(key(layer), key("work " + layer), CommitOptions.DEFAULT.withSync(SyncPolicy.NONE));
        step();
        if (number % 4 == 3) {
            removeSome();
            step();
            fixture.store.cleanup();
            step();
        }
    }

    private Optional<SnapshotKey> anyCommitted() throws IOException {
        List<SnapshotInfo> committed = committed();
        return committed.isEmpty() || random.nextInt(3) == 0
                ? Optional.empty()
                : Optional.of(committed.get(random.nextInt(committed.size())).key());
    }

    private List<SnapshotInfo> committed() throws IOException {
        List<SnapshotInfo> committed = new ArrayList<>();
        fixture.store.walk(Filter.parse(List.of("kind==committed,name~=^" + name + "-")), committed::add);
        return committed;
    }

    private void removeSome() throws IOException {
        for (SnapshotInfo info : committed()) {
            if (fixture.store.children(info.key()).isEmpty() && random.nextBoolean()) {
                fixture.store.remove(info.key());
            }
        }
    }

    private static void step() {
        System.out.println("step");
    }
}
