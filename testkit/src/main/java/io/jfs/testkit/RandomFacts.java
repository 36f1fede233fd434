package io.jfs.testkit;

import io.jfs.linux.Open;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** All that can be done to a file's data, mixed. Longer: {@code -Dposix.steps=100000}; {@code -Dposix.seed}. */
interface RandomFacts extends PosixFacts {
    int STEPS = Integer.getInteger("posix.steps", 600);
    long SEED = Long.getLong("posix.seed", 1);

    @Test
    default void a_file_does_at_random_what_an_array_in_memory_does() throws IOException {
        for (long seed = SEED; seed < SEED + 2; seed++) {
            String name = "file" + seed;
            Open.openAt(here(), name, Open.O_WRONLY | Open.O_CREAT, 0644).close();
            FileExerciser exerciser = new FileExerciser(name, new byte[0], seed);
            (isServedByThisProcess() ? exerciser.withoutMappings() : exerciser).run(here(), STEPS);
        }
    }
}
