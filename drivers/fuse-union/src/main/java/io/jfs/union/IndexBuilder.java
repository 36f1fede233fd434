package io.jfs.union;

import io.jfs.linux.FileStat;
import io.jfs.linux.Links;
import io.jfs.linux.Xattr;
import io.jfs.union.index.IndexKey;
import io.jfs.union.index.IndexSummary;
import io.jfs.union.index.IndexWriter;
import io.jfs.union.index.NewDirectory;
import io.jfs.union.index.NewEntry;
import io.jfs.union.index.Place;
import io.jfs.union.layer.LayerDirectory;
import io.jfs.union.layer.Pin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks through a union of lowers and writes down what each directory shows, as {@link Search} and {@link Listing} say.
 * A directory is written after all that are in it, so those on the way from the root are held in memory.
 */
final class IndexBuilder {
    /** How deep a tree may be: deeper than any path that can be opened. */
    static final int MAX_DEPTH = 2048;

    private final Layers layers;
    private final IndexWriter out;

    /** A directory on the way, and the next one in it to go into. */
    private static final class Frame {
        final UnionDirectory directory;
        final NewDirectory written;
        final List<Subdirectory> inside = new ArrayList<>();
        int next;

        Frame(UnionDirectory directory, NewDirectory written) {
            this.directory = directory;
            this.written = written;
        }
    }

    private record Subdirectory(int entry, String name, List<LayerDirectory> lowers) {}

    private IndexBuilder(Layers layers, IndexWriter out) {
        this.layers = layers;
        this.out = out;
    }

    /** See {@link LayerIndex#build(UnionOptions, Path)}. */
    static IndexSummary build(UnionOptions options, Path file) throws IOException {
        UnionOptions lowers = lowersOf(options);
        try (Layers layers = Layers.open(lowers)) {
            return build(layers, LowerIndex.key(lowers, layers.lowers()), file);
        }
    }

    /** Indexes layers that are open. */
    static IndexSummary build(Layers layers, IndexKey key, Path file) throws IOException {
        try (IndexWriter out = IndexWriter.begin(file, key)) {
            int root = new IndexBuilder(layers, out).walk();
            List<String> xattrs = Xattr.list(layers.lowers().getFirst().root());
            return out.finish(root, xattrs.stream().allMatch(layers.marks()::isOwn));
        }
    }

    /** The same union without an upper and without an index. */
    static UnionOptions lowersOf(UnionOptions options) throws IOException {
        return UnionOptions.readOnly(options.lowers())
                .withXattrs(options.xattrs())
                .withAufsMarks(options.aufsMarks());
    }

    /** Writes everything; returns where the root is. */
    private int walk() throws IOException {
        List<LayerDirectory> roots = new ArrayList<>();
        layers.lowers().forEach(layer -> roots.add(layer.directory()));
        Deque<Frame> way = new ArrayDeque<>();
        way.push(enter(null, "", roots));
        while (true) {
            Frame here = way.element();
            if (here.next < here.inside.size()) {
                if (way.size() > MAX_DEPTH) {
                    throw new IOException("layers cannot be indexed: more than " + MAX_DEPTH + " directories deep");
                }
                Subdirectory next = here.inside.get(here.next);
                way.push(enter(here.directory, next.name, next.lowers));
                continue;
            }
            int reference = out.write(here.written);
            way.pop();
            Frame parent = way.peek();
            if (parent == null) {
                return reference;
            }
            Subdirectory done = parent.inside.get(parent.next);
            parent.written.setInside(done.entry, reference);
            parent.inside.set(parent.next++, new Subdirectory(done.entry, done.name, List.of()));
        }
    }

    private Frame enter(@Nullable UnionDirectory parent, String name, List<LayerDirectory> lowers) throws IOException {
        List<Place> places = new ArrayList<>();
        for (LayerDirectory lower : lowers) {
            places.add(place(parent, name, lower));
        }
        Frame frame = new Frame(new UnionDirectory(null, lowers), new NewDirectory(places));
        if (lowers.size() > 1) {
            for (LayerDirectory lower : lowers) {
                lower.keepEntries();
            }
        }
        for (Listing.Visible visible : Listing.merge(layers.marks(), frame.directory)) {
            add(visible.entry().name(), frame);
        }
        lowers.forEach(LayerDirectory::dropEntries);
        return frame;
    }

    private static Place place(@Nullable UnionDirectory parent, String name, LayerDirectory lower) {
        int layer = lower.layer().index();
        boolean isBelow = parent == null || parent.lowers.stream().anyMatch(above -> lower.isChildOf(above, name));
        return isBelow ? Place.below(layer) : new Place(layer, Optional.of(lower.path()));
    }

    private void add(String name, Frame into) throws IOException {
        Found found = Search.find(layers, into.directory, name);
        if (found == null) {
            throw new IOException("layers cannot be indexed: " + name + " is listed but not there");
        }
        LayerDirectory from = found.file().directory();
        if (found.data() != null) {
            throw new IOException("layers cannot be indexed: " + from.layer() + ": only attributes at " + from.path()
                    + ", " + name + " (metacopy)");
        }
        FileStat stat = found.stat();
        if (stat.device() != from.layer().device()) {
            throw new IOException("layers cannot be indexed: " + from.layer() + ": another filesystem at " + from.path()
                    + ", " + name);
        }
        boolean hasNoXattrs;
        String target = "";
        try (Pin at = from.pin()) {
            hasNoXattrs = Xattr.listAt(at.fd(), name).stream().allMatch(layers.marks()::isOwn);
            if (stat.isSymlink()) {
                target = Links.readLinkAt(at.fd(), name);
            }
        }
        int entry = into.written.add(new NewEntry(name, stat, from.layer().index(), hasNoXattrs, target));
        if (stat.isDirectory()) {
            into.inside.add(new Subdirectory(entry, name, found.lowers()));
        }
    }
}
