package io.jfs.core.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.jfs.core.driver.ApplyTarget;
import io.jfs.core.tree.TreeRemover;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Tars damaged at random: whatever they say, nothing outside the target changes, and nothing but an IOException comes
 * out.
 */
class LayerFuzzTest {
    private static final int TARS = 2000;
    private static final int BLOCK = 512;
    private static final int[] FIELDS = {0, 100, 108, 116, 124, 135, 136, 156, 157, 257, 329, 337, 345, 386, 482, 483};
    private static final LayerLimits LIMITS = new LayerLimits(64 << 20, 2000, 4095, 64, 64 << 10, 64 << 10, 1000);

    @RegisterExtension
    final WorkDirectory work = new WorkDirectory();

    @BeforeAll
    static void needs() {
        Needs.root();
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void damaged_tars_change_nothing_outside_and_end() throws IOException {
        Path canary = Files.createDirectories(work.resolve("canary"));
        Files.writeString(canary.resolve("file"), "alive");
        Files.createDirectories(canary.resolve("dir"));
        byte[] good = good(canary).build();
        SortedMap<String, String> before = TreeText.of(canary);
        for (int seed = 0; seed < TARS; seed++) {
            byte[] bad = damaged(good, new Random(seed));
            Path target = Files.createDirectories(work.resolve("target"));
            apply(bad, target, seed);
            TreeRemover.remove(target);
            assertThat(TreeText.of(canary)).as("seed %d", seed).isEqualTo(before);
        }
        assertThat(TreeText.paths(work.path())).containsExactly("canary", "canary/dir", "canary/file");
    }

    private static void apply(byte[] tar, Path target, int seed) {
        ApplyTarget kind = seed % 2 == 0
                ? new ApplyTarget.MergedTree(target)
                : new ApplyTarget.OverlayUpper(target, List.of(), "trusted.overlay.");
        try {
            new LayerApplier(kind, LIMITS).apply(new ByteArrayInputStream(tar));
        } catch (IOException expected) {
            assertThatCode(expected::getMessage).doesNotThrowAnyException();
        }
    }

    private static TarBuilder good(Path canary) {
        TarBuilder.Item pax = new TarBuilder.Item("pax", '0')
                .pax("path", "etc/long-name")
                .pax("mtime", "1.5")
                .pax("size", "3")
                .pax("SCHILY.xattr.user.a", "value");
        pax.body = TarBuilder.bytes("abc");
        TarBuilder.Item sparse = new TarBuilder.Item("sparse", '0')
                .pax("GNU.sparse.size", "9000")
                .pax("GNU.sparse.map", "0,5,600,5");
        sparse.body = new byte[10];
        byte[] old = TarBuilder.header(new TarBuilder.Item("old", 'S'));
        TarBuilder.octal(old, 124, 12, 3);
        TarBuilder.octal(old, 386, 12, 512);
        TarBuilder.octal(old, 398, 12, 3);
        TarBuilder.octal(old, 483, 12, 4096);
        return new TarBuilder()
                .dir("./")
                .dir("etc/")
                .file("etc/passwd", "root")
                .symlink("out", "../../.." + canary)
                .symlink("up", "..")
                .file("out/file", "dead")
                .hardLink("etc/hard", "etc/passwd")
                .add(pax)
                .add(sparse)
                .raw(TarBuilder.sealed(old))
                .body(new byte[3])
                .add("././@LongLink", 'L', item -> item.body = TarBuilder.bytes("x/".repeat(100) + "\0"))
                .file("short", "content")
                .whiteout("out/dir")
                .opaque("out")
                .file("up/canary/file", "dead")
                .hardLink("link", "out/file")
                .dir("last/");
    }

    private static byte[] damaged(byte[] good, Random random) {
        byte[] bad = good.clone();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            int block = random.nextInt(bad.length / BLOCK) * BLOCK;
            switch (random.nextInt(6)) {
                case 0 -> bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                case 1 -> {
                    bad = Arrays.copyOf(bad, random.nextInt(BLOCK, bad.length + 1));
                }
                case 2 -> swap(bad, block, random.nextInt(bad.length / BLOCK) * BLOCK);
                default -> edit(bad, block, random);
            }
        }
        return bad;
    }

    private static void swap(byte[] bytes, int one, int two) {
        byte[] kept = Arrays.copyOfRange(bytes, one, one + BLOCK);
        System.arraycopy(bytes, two, bytes, one, BLOCK);
        System.arraycopy(kept, 0, bytes, two, BLOCK);
    }

    /** Changes a field of a header and makes the checksum right again, so that the damage is believed. */
    private static void edit(byte[] bytes, int at, Random random) {
        byte[] block = Arrays.copyOfRange(bytes, at, at + BLOCK);
        int field = FIELDS[random.nextInt(FIELDS.length)];
        switch (random.nextInt(4)) {
            case 0 -> block[field] = (byte) random.nextInt(256);
            case 1 -> block[156] = (byte) "0123456789xgLKSVX\0".charAt(random.nextInt(18));
            case 2 ->
                TarBuilder.put(block, field, 8, TarBuilder.bytes("../../..").clone());
            default -> {
                for (int i = 0; i < random.nextInt(12); i++) {
                    block[Math.min(511, field + i)] = (byte) random.nextInt(256);
                }
            }
        }
        System.arraycopy(TarBuilder.sealed(block), 0, bytes, at, BLOCK);
    }
}
