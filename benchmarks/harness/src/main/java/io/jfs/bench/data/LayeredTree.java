package io.jfs.bench.data;

import io.jfs.core.Change;
import io.jfs.core.diff.DoubleWalk;
import io.jfs.core.layer.LayerWriter;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A tree in layers, as plain directories that merge.
 *
 * @param name tells it from the others of a run
 * @param layers nearest first
 */
public record LayeredTree(String name, List<Path> layers) {
    public LayeredTree {
        layers = List.copyOf(layers);
    }

    /** The tar of a layer, made at the first call. */
    public Path tar(int layer) throws IOException {
        Path directory = layers.get(layer);
        Path tar = directory.resolveSibling(directory.getFileName() + ".tar");
        if (!Files.exists(tar)) {
            Path empty = Files.createDirectories(directory.resolveSibling("empty"));
            List<Change> changes = new ArrayList<>();
            try (Fd root = open(directory);
                    Fd nothing = open(empty);
                    OutputStream out = new BufferedOutputStream(Files.newOutputStream(tar))) {
                DoubleWalk.changes(nothing, root, changes::add);
                LayerWriter.write(root, changes, out);
            }
        }
        return tar;
    }

    private static Fd open(Path directory) throws IOException {
        return Open.open(directory, Open.O_RDONLY | Open.O_DIRECTORY, 0);
    }
}
