package io.jfs.core.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.tree.Listing;
import io.jfs.core.tree.TreeFixture;
import io.jfs.core.tree.TreeRemover;
import io.jfs.linux.Fd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random trees, random changes, real overlay mounts: both ways to find the changes say the same. */
class OverlayDiffPropertyTest {
    private static final int SEEDS = 120;

    @TempDir
    Path directory;

    @BeforeEach
    void needsRoot() {
        TreeFixture.requireRoot();
    }

    @Test
    void the_upper_alone_tells_the_same_as_the_double_walk() throws IOException {
        int compared = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Path place = Files.createDirectory(directory.resolve("seed-" + seed));
            compared += agree(seed, place) ? 1 : 0;
            TreeRemover.remove(place);
        }
        assertThat(compared).as("seeds without a renamed lower directory").isGreaterThan(SEEDS / 2);
    }

    private static boolean agree(int seed, Path place) throws IOException {
        Random random = new Random(seed);
        RandomEdits edits = new RandomEdits(random);
        String redirect = random.nextInt(4) == 0 ? "on" : "off";
        OverlayFixture overlay = new OverlayFixture(place, "index=off,metacopy=off,redirect_dir=" + redirect);
        int layers = 2 + random.nextInt(3);
        for (int i = 0; i < layers; i++) {
            int times = i == 0 ? 40 : 15;
            overlay.layer(tree -> edits.edit(tree, times));
        }
        Optional<List<String>> found = overlay.upperDiff();
        List<String> walked = overlay.doubleWalk();
        if (found.isPresent()) {
            assertThat(found.get()).as(() -> describe(seed, overlay)).isEqualTo(walked);
        } else {
            assertThat(redirect).as("seed %d wants a double walk", seed).isEqualTo("on");
        }
        return found.isPresent();
    }

    private static String describe(int seed, OverlayFixture overlay) {
        try (Fd before = overlay.parent();
                Fd after = overlay.merged();
                TreeFixture upper = TreeFixture.at(overlay.upper())) {
            return "seed " + seed + "\nparent:\n" + String.join("\n", Listing.of(before)) + "\nmerged:\n"
                    + String.join("\n", Listing.of(after)) + "\nupper:\n" + String.join("\n", Listing.of(upper.root()));
        } catch (IOException e) {
            return "seed " + seed + ", not listable: " + e.getMessage();
        }
    }
}
