package io.jfs.core.layer;

import io.jfs.core.Mount;
import io.jfs.core.driver.ApplyTarget;
import io.jfs.core.mount.Mounter;
import io.jfs.linux.Fd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** The ways to stack layers; every rule must hold on each. */
enum TargetKind {
    MERGED {
        @Override
        SortedMap<String, String> apply(Path work, List<byte[]> layers) throws IOException {
            Path tree = Files.createDirectories(work.resolve("merged"));
            for (byte[] layer : layers) {
                new LayerApplier(new ApplyTarget.MergedTree(tree), LayerLimits.DEFAULT)
                        .apply(new ByteArrayInputStream(layer));
            }
            return TreeText.of(tree);
        }
    },
    OVERLAY {
        @Override
        SortedMap<String, String> apply(Path work, List<byte[]> layers) throws IOException {
            return stack(work, layers, false);
        }
    },
    /** Every layer but the bottom one is told of its parents only when it asks. */
    DETACHED_OVERLAY {
        @Override
        SortedMap<String, String> apply(Path work, List<byte[]> layers) throws IOException {
            return stack(work, layers, true);
        }
    };

    private static SortedMap<String, String> stack(Path work, List<byte[]> layers, boolean detached)
            throws IOException {
        List<Path> uppers = new ArrayList<>();
        for (byte[] layer : layers) {
            Path upper = Files.createDirectories(work.resolve("layer" + uppers.size()));
            List<Path> lowers = List.copyOf(uppers);
            boolean later = detached && !lowers.isEmpty();
            var target = new ApplyTarget.OverlayUpper(upper, later ? List.of() : lowers, "trusted.overlay.");
            var applier = later
                    ? new LayerApplier(target, LayerLimits.DEFAULT, () -> lowers)
                    : new LayerApplier(target, LayerLimits.DEFAULT);
            applier.apply(new ByteArrayInputStream(layer));
            uppers.addFirst(upper);
        }
        return seen(work, uppers);
    }

    abstract SortedMap<String, String> apply(Path work, List<byte[]> layers) throws IOException;

    SortedMap<String, String> apply(Path work, TarBuilder... layers) throws IOException {
        List<byte[]> built = new ArrayList<>();
        for (TarBuilder layer : layers) {
            built.add(layer.build());
        }
        return apply(work, built);
    }

    /** What the kernel's overlay shows of layers, nearest first. */
    static SortedMap<String, String> seen(Path work, List<Path> layers) throws IOException {
        List<Path> lowers = new ArrayList<>(layers);
        lowers.add(Files.createDirectories(work.resolve("bottom")));
        String option = lowers.stream().map(Path::toString).collect(Collectors.joining(":", "lowerdir=", ""));
        try (Fd mount = Mounter.openDetached(List.of(new Mount("overlay", "overlay", List.of(option, "ro"))))) {
            return TreeText.of(mount);
        }
    }
}
