package io.jfs.core.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.tree.TreeRemover;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Random layers, in any order of entries, look the same deleted into a merged tree and hidden by an overlay. */
class LayerEqualityTest {
    private static final int STACKS = 600;
    private static final String[] NAMES = {"a", "b", "c", "d"};

    @RegisterExtension
    final WorkDirectory work = new WorkDirectory();

    @BeforeAll
    static void needs() {
        Needs.root();
    }

    @Test
    void all_targets_give_the_same_tree() throws IOException {
        int applied = 0;
        for (int seed = 0; seed < STACKS; seed++) {
            List<byte[]> layers = layers(new Random(seed));
            String about = "seed " + seed + ":" + describe(layers);
            String merged = outcome(TargetKind.MERGED, layers);
            assertThat(outcome(TargetKind.OVERLAY, layers)).as(about).isEqualTo(merged);
            assertThat(outcome(TargetKind.DETACHED_OVERLAY, layers)).as(about).isEqualTo(merged);
            if (!merged.startsWith("entry")) {
                applied++;
            }
        }
        assertThat(applied).as("stacks that could be applied").isGreaterThan(STACKS / 5);
    }

    private static List<byte[]> layers(Random random) {
        List<byte[]> layers = new ArrayList<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            layers.add(layer(random).build());
        }
        return layers;
    }

    /** The tree as text, or why there is none. */
    private String outcome(TargetKind kind, List<byte[]> layers) throws IOException {
        try {
            SortedMap<String, String> lines = kind.apply(work.resolve("target"), layers);
            lines.remove("/");
            return String.join(
                    "\n", lines.entrySet().stream().map(Object::toString).toList());
        } catch (LayerException e) {
            return String.valueOf(e.getMessage());
        } finally {
            TreeRemover.remove(work.resolve("target"));
        }
    }

    private static String describe(List<byte[]> layers) throws IOException {
        StringBuilder text = new StringBuilder();
        for (byte[] layer : layers) {
            text.append("\nlayer");
            LayerTar.read(
                    new ByteArrayInputStream(layer),
                    (entry, _) -> text.append("\n  ")
                            .append(entry.type())
                            .append(' ')
                            .append(entry.path())
                            .append(' ')
                            .append(entry.linkName()));
        }
        return text.toString();
    }

    private static TarBuilder layer(Random random) {
        TarBuilder tar = new TarBuilder();
        for (int i = random.nextInt(1, 12); i > 0; i--) {
            String path = path(random);
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> tar.add(path, '5', item -> attributes(item, random));
                case 3, 4, 5 ->
                    tar.add(path, '0', item -> {
                        attributes(item, random);
                        item.body = new byte[] {(byte) ('0' + random.nextInt(10))};
                    });
                case 6 -> tar.symlink(path, target(random));
                case 7 -> tar.hardLink(path, path(random));
                case 8, 9 -> tar.whiteout(path);
                case 10 -> tar.file(path + "/.wh..wh..opq", "");
                default -> tar.file((random.nextInt(4) == 0 ? "" : path + "/") + ".wh..wh..opq", "");
            }
        }
        return tar;
    }

    private static void attributes(TarBuilder.Item item, Random random) {
        item.mode = random.nextInt(0_1000) | 0_700;
        item.uid = random.nextInt(3);
        item.mtime = 1_500_000_000L + random.nextInt(5);
        if (random.nextInt(3) == 0) {
            item.pax("SCHILY.xattr.user.x", String.valueOf(random.nextInt(5)));
        }
    }

    private static String target(Random random) {
        String up = "../".repeat(random.nextInt(3));
        return (random.nextBoolean() ? "/" : up) + path(random);
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder(NAMES[random.nextInt(NAMES.length)]);
        for (int i = random.nextInt(3); i > 0; i--) {
            path.append('/').append(NAMES[random.nextInt(NAMES.length)]);
        }
        return path.toString();
    }
}
