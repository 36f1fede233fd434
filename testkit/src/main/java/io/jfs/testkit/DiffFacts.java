package io.jfs.testkit;

import static io.jfs.testkit.SnapshotFixture.key;
import static io.jfs.testkit.SnapshotFixture.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.diff.DoubleWalk;
import io.jfs.linux.Fd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random trees and changes: however a driver finds changes, it finds what a walk of both trees finds. */
interface DiffFacts {
    SnapshotFixture snapshots();

    /** How many random histories are tried. */
    default int histories() {
        return 12;
    }

    @Test
    default void changes_are_those_that_a_walk_of_both_trees_finds() throws IOException {
        for (int seed = 0; seed < histories(); seed++) {
            history(seed);
        }
    }

    /** A base, a line of two on it, another branch of one, an active snapshot; any two of them are compared. */
    private void history(int seed) throws IOException {
        String id = "history " + seed + " ";
        Random random = new Random(seed);
        snapshots().layer(id + "base", "", new RandomEdits(random.nextLong(), 60));
        snapshots().layer(id + "one", id + "base", new RandomEdits(random.nextLong(), 15));
        snapshots().layer(id + "two", id + "one", new RandomEdits(random.nextLong(), 15));
        snapshots().layer(id + "other", id + "base", new RandomEdits(random.nextLong(), 15));
        snapshots().prepare(id + "active", id + "two");
        snapshots().edit(id + "active", new RandomEdits(random.nextLong(), 10));
        List<String> all = List.of("base", "one", "two", "other", "active");
        for (String from : all) {
            for (String to : all) {
                List<String> found = new ArrayList<>();
                snapshots().store().diff(Optional.of(key(id + from)), key(id + to), change -> found.add(line(change)));
                assertThat(found).as("%s: %s to %s", id, from, to).isEqualTo(walked(id + from, id + to));
            }
        }
        for (String kept : List.of("active", "two", "one", "other", "base")) {
            snapshots().store().remove(key(id + kept));
        }
        snapshots().store().cleanup();
    }

    private List<String> walked(String from, String to) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Fd before = snapshots().store().openTree(key(from));
                Fd after = snapshots().store().openTree(key(to))) {
            DoubleWalk.changes(before, after, change -> lines.add(line(change)));
        }
        return lines;
    }
}
