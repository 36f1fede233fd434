package io.jfs.union;

import io.jfs.linux.Fd;
import io.jfs.linux.Locks;
import io.jfs.union.index.IndexFile;
import io.jfs.union.index.IndexKey;
import io.jfs.union.index.IndexRefusedException;
import io.jfs.union.index.IndexSummary;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An index that is to be made later. The layers are open already: whatever is mounted over their paths meanwhile, such
 * as the union itself, is not what will be indexed.
 */
public final class PendingIndex implements AutoCloseable {
    private final Layers layers;
    private final IndexKey key;
    private final Path file;

    private PendingIndex(Layers layers, IndexKey key, Path file) {
        this.layers = layers;
        this.key = key;
        this.file = file;
    }

    /**
     * Opens the layers.
     *
     * @param options as for {@link LayerIndex#build(UnionOptions, Path)}
     * @param file where the index will be
     * @throws IOException if a layer cannot be opened
     */
    public static PendingIndex prepare(UnionOptions options, Path file) throws IOException {
        UnionOptions lowers = IndexBuilder.lowersOf(options);
        Layers layers = Layers.open(lowers);
        try {
            return new PendingIndex(layers, LowerIndex.key(lowers, layers.lowers()), file);
        } catch (IOException | RuntimeException e) {
            layers.close();
            throw e;
        }
    }

    /**
     * Makes the index, unless somebody else is at it or has done it by now. What builders that were killed have left is
     * removed first. A file {@code NAME.lock} stays beside.
     *
     * @return what was written; empty if nothing was to be done
     * @throws IOException as {@link LayerIndex#build(UnionOptions, Path)}
     */
    public Optional<LayerIndex.Summary> build() throws IOException {
        Optional<Fd> lock = Locks.tryLockExclusive(file.resolveSibling(file.getFileName() + ".lock"));
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        Fd held = lock.get();
        try (held) {
            if (isThere()) {
                return Optional.empty();
            }
            removeRests();
            IndexSummary written = IndexBuilder.build(layers, key, file);
            return Optional.of(new LayerIndex.Summary(written.entries(), written.bytes()));
        }
    }

    private boolean isThere() throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (IndexFile there = IndexFile.open(file, key)) {
            there.root();
            return true;
        } catch (IndexRefusedException e) {
            return false;
        }
    }

    private void removeRests() throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new NoSuchFileException(file.toString());
        }
        String rests = file.getFileName() + ".*.tmp";
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, rests)) {
            for (Path rest : all) {
                Files.deleteIfExists(rest);
            }
        }
    }

    /** Closes the layers. */
    @Override
    public void close() {
        layers.close();
    }
}
