package io.jfs.bench.micro;

import io.jfs.core.tree.TreeRemover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A directory for one trial, and what benchmarks put into it. */
@State(Scope.Benchmark)
public class ScratchDirectory {
    private final Path path;

    /** Makes it. */
    public ScratchDirectory() {
        try {
            path = Files.createTempDirectory("jfs-micro-");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Removes it. */
    @TearDown(Level.Trial)
    public void remove() throws IOException {
        TreeRemover.remove(path);
    }

    Path path() {
        return path;
    }

    /** A new directory in it. */
    Path directory(String prefix) throws IOException {
        return Files.createTempDirectory(path, prefix);
    }

    /**
     * Layers that merge in the directory {@code d}: each has files of its own there, and the top one hides
     * {@code hidden}, which the others have.
     *
     * @return nearest first
     */
    List<Path> layers(int count, int filesEach) throws IOException {
        List<Path> layers = new ArrayList<>();
        for (int layer = 0; layer < count; layer++) {
            Path directory = Files.createDirectories(path.resolve("layer" + layer + "/d"));
            for (int file = 0; file < filesEach; file++) {
                Files.writeString(directory.resolve("layer" + layer + "-file" + file), "content of a small file");
            }
            if (layer > 0) {
                Files.writeString(directory.resolve("hidden"), "never seen");
            }
            layers.add(directory.getParent());
        }
        return layers;
    }
}
