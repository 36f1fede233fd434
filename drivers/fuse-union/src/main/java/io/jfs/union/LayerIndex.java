package io.jfs.union;

import io.jfs.union.index.IndexFile;
import io.jfs.union.index.IndexRefusedException;
import io.jfs.union.index.IndexSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Indexes stacks of lower layers. An index is one file with the whole tree that the lowers show, attributes and all. A
 * union that is given it by {@link UnionOptions#withLayerIndex} knows names, absent names, listings and attributes of
 * the lowers without a system call, however many layers there are; all unions of the same lowers share its memory.
 *
 * <p>The layers must never change again. An index is only a cache: it may be removed at any time, also while it is in
 * use, and one that does not fit is not used. It must not be written to in place.
 */
public final class LayerIndex {
    private LayerIndex() {}

    /**
     * What was written.
     *
     * @param entries of all directories together, the root not counted
     * @param bytes the file's length
     */
    public record Summary(long entries, long bytes) {}

    /**
     * Walks through the lowers once and writes what they show. The time is proportional to the number of files; the
     * memory to the largest directory. The file appears when it is complete, by renaming {@code NAME.….tmp}, which a
     * crash may leave.
     *
     * @param lowers nearest first, exactly those that the union will have
     * @param xattrs as the union will have it
     * @param file where; replaced if there is one
     * @throws IOException if the layers cannot be read, or not be indexed: another filesystem is mounted within one,
     *     the tree is deeper than 2,048 directories, or the file would exceed 2 GiB
     */
    public static Summary build(List<Path> lowers, XattrMode xattrs, Path file) throws IOException {
        return build(UnionOptions.readOnly(lowers).withXattrs(xattrs).withAufsMarks(xattrs == XattrMode.USER), file);
    }

    /**
     * As {@link #build(List, XattrMode, Path)}, for a union with these options, of which only the lowers and the two
     * kinds of marks count.
     */
    public static Summary build(UnionOptions options, Path file) throws IOException {
        IndexSummary written = IndexBuilder.build(options, file);
        return new Summary(written.entries(), written.bytes());
    }

    /**
     * Why a union with these options would not use a file, as far as can be said without reading all of it; empty if it
     * would.
     *
     * @throws IOException if the file or the layers cannot be read
     */
    public static Optional<String> problem(UnionOptions options, Path file) throws IOException {
        try (Layers layers = Layers.open(IndexBuilder.lowersOf(options));
                IndexFile opened = IndexFile.open(file, LowerIndex.key(options, layers.lowers()))) {
            opened.root();
            return Optional.empty();
        } catch (IndexRefusedException e) {
            return Optional.of("index " + file + " " + e.getMessage());
        }
    }
}
