package io.jfs.union;

import io.jfs.linux.Errno;
import io.jfs.linux.FileStat;
import io.jfs.linux.NativePath;
import io.jfs.linux.Stat;
import io.jfs.union.index.IndexDirectory;
import io.jfs.union.index.Place;
import io.jfs.union.layer.EntryFile;
import io.jfs.union.layer.Layer;
import io.jfs.union.layer.LayerDirectory;
import io.jfs.union.layer.Marks;
import io.jfs.union.layer.Pin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks one name up through the layers of a directory, nearest first, as {@code ovl_lookup} does: the nearest file
 * counts; below a directory further directories merge, until one is opaque, or the name is a whiteout or no directory.
 * A redirect mark says under which name, or at which path, the layers below have the directory. Used once.
 */
final class Search {
    private final Layers layers;
    private final UnionDirectory directory;

    /** What to look for in the next layer: a name, or an absolute path. */
    private String wanted;

    private int lastLayer = -1;
    private @Nullable EntryFile top;
    private @Nullable FileStat topStat;
    private @Nullable FileStat lowerStat;
    private final List<LayerDirectory> lowers = new ArrayList<>(1);
    private @Nullable IndexDirectory index;
    private boolean hasNoXattrs;

    /** Whether the file that was found has only attributes; then the search goes on for its data. */
    private boolean isMetacopy;

    private @Nullable EntryFile data;

    private Search(Layers layers, UnionDirectory directory, String name) {
        this.layers = layers;
        this.directory = directory;
        this.wanted = name;
    }

    /** What shows at a name of a directory; null if nothing. */
    static @Nullable Found find(Layers layers, UnionDirectory directory, String name) throws IOException {
        return new Search(layers, directory, name).run(directory.upper());
    }

    /** What would show at a name of a directory if the upper had nothing there; null if nothing. */
    static @Nullable Found findBelow(Layers layers, UnionDirectory directory, String name) throws IOException {
        return directory.lowers.isEmpty() ? null : new Search(layers, directory, name).run(null);
    }

    private @Nullable Found run(@Nullable LayerDirectory upper) throws IOException {
        if (layers.marks().isAufsName(wanted)) {
            return null;
        }
        if (upper == null || visit(upper, wanted)) {
            visitLowers();
        }
        if (top == null || topStat == null) {
            return null;
        }
        if (isMetacopy && data == null) {
            throw Failures.of(Errno.EIO, "lookup", top.name() + ": its data is in no layer below (metacopy)");
        }
        return new Found(top, topStat, lowers, lowerStat, index, data, hasNoXattrs);
    }

    private void visitLowers() throws IOException {
        if (directory.index != null && !isPath() && visitIndex(directory.index)) {
            return;
        }
        for (LayerDirectory lower : directory.lowers) {
            if (isPath()) {
                break;
            }
            if (!visit(lower, wanted)) {
                return;
            }
        }
        if (isPath()) {
            for (Layer layer : layers.lowers()) {
                if (layer.index() > lastLayer && !visitPath(layer)) {
                    return;
                }
            }
        }
    }

    /** Takes what an index says of all lowers at once; false if that is damaged, and then nothing has been taken. */
    private boolean visitIndex(IndexDirectory here) {
        byte[] name = NativePath.encode(wanted);
        int entry = here.find(name, name.length);
        if (entry < 0) {
            return true;
        }
        LayerDirectory from = directory.lower(here.layer(entry));
        FileStat stat = here.stat(entry, from.layer().device());
        if (isMetacopy) {
            data = stat.isRegular() ? new EntryFile(from, wanted) : null;
            return true;
        }
        if (top != null && !stat.isDirectory()) {
            return true;
        }
        if (stat.isDirectory()) {
            IndexDirectory inside = layers.index().inside(here, entry);
            if (inside == null) {
                return false;
            }
            inside.places().forEach(this::merge);
            lowerStat = stat;
            index = inside;
        }
        if (top == null) {
            top = new EntryFile(from, wanted);
            topStat = stat;
            hasNoXattrs = here.hasNoXattrs(entry);
        }
        return true;
    }

    private void merge(Place place) {
        lowers.add(
                place.path().isEmpty()
                        ? directory.lower(place.layer()).child(wanted)
                        : LayerDirectory.at(
                                layers.lowers().get(place.layer() - 1),
                                place.path().get()));
    }

    private boolean isPath() {
        return wanted.startsWith("/");
    }

    /** Looks into one directory; true if the search goes on below it. */
    private boolean visit(LayerDirectory parent, String name) throws IOException {
        lastLayer = parent.layer().index();
        if (!parent.mayHave(name)) {
            return !parent.hasAufsWhiteout(name);
        }
        Optional<FileStat> stat;
        boolean whiteout = false;
        try (Pin at = parent.pin()) {
            stat = Stat.find(at.fd(), name);
            if (stat.isPresent() && mayBeWhiteout(stat.get())) {
                whiteout = layers.marks().isWhiteout(at.fd(), name, stat.get(), parent.marks());
            }
        }
        if (stat.isEmpty()) {
            return !parent.hasAufsWhiteout(name);
        }
        if (whiteout) {
            return false;
        }
        if (isMetacopy) {
            return stat.get().isRegular() && takeData(parent, name);
        }
        if (top != null && !stat.get().isDirectory()) {
            return false;
        }
        if (top == null) {
            top = new EntryFile(parent, name);
            topStat = stat.get();
            isMetacopy = stat.get().isRegular() && hasOnlyAttributes(parent, name);
            if (isMetacopy) {
                return true;
            }
        }
        return stat.get().isDirectory() && merge(parent.child(name), stat.get());
    }

    /** Takes a file as that with the data, unless it has only attributes too; true if the search goes on. */
    private boolean takeData(LayerDirectory parent, String name) throws IOException {
        if (hasOnlyAttributes(parent, name)) {
            return true;
        }
        data = new EntryFile(parent, name);
        return false;
    }

    /**
     * What was copied up is in a directory that says so; what is looked for in the next layer is what its mark says.
     */
    private boolean hasOnlyAttributes(LayerDirectory parent, String name) throws IOException {
        if (!parent.marks().isImpure()) {
            return false;
        }
        try (Pin at = parent.pin()) {
            if (!layers.marks().isMetacopy(at.fd(), name)) {
                return false;
            }
            layers.marks().redirect(at.fd(), name).ifPresent(this::redirect);
            return true;
        }
    }

    private static boolean mayBeWhiteout(FileStat stat) {
        return switch (stat.type()) {
            case CHARACTER_DEVICE -> true;
            case REGULAR -> stat.size() == 0;
            default -> false;
        };
    }

    /** Takes a directory in; true if those below may merge with it. */
    private boolean merge(LayerDirectory here, FileStat stat) throws IOException {
        if (!here.layer().isUpper()) {
            if (lowers.isEmpty()) {
                lowerStat = stat;
            }
            lowers.add(here);
        }
        if (lastLayer == layers.lowers().size()) {
            return false; // the lowest layer
        }
        Marks.OfDirectory marks = here.marks();
        if (marks.isOpaque()) {
            return false;
        }
        marks.redirect().ifPresent(this::redirect);
        return true;
    }

    private void redirect(String redirect) {
        if (redirect.startsWith("/") || !isPath()) {
            wanted = redirect;
        } else {
            wanted = wanted.substring(0, wanted.lastIndexOf('/') + 1) + redirect;
        }
    }

    /** Looks for the wanted path in a layer; true if the search goes on below it. */
    private boolean visitPath(Layer layer) throws IOException {
        lastLayer = layer.index();
        String[] parts = wanted.substring(1).split("/", -1);
        LayerDirectory at = layer.directory();
        boolean goOn = true;
        String redirected = null;
        for (int i = 0; i < parts.length - 1; i++) {
            Optional<FileStat> stat = statOf(at, parts[i]);
            if (stat.isEmpty()) {
                return goOn && !at.hasAufsWhiteout(parts[i]);
            }
            if (!stat.get().isDirectory()) {
                return false;
            }
            at = at.child(parts[i]);
            Marks.OfDirectory marks = at.marks();
            goOn &= !marks.isOpaque();
            if (marks.redirect().isPresent()) {
                redirected = join(parts, i, marks.redirect().get());
            }
        }
        String last = parts[parts.length - 1];
        if (redirected != null) {
            wanted = redirected + "/" + last;
        }
        return visit(at, last) && goOn;
    }

    private static Optional<FileStat> statOf(LayerDirectory directory, String name) throws IOException {
        try (Pin at = directory.pin()) {
            return Stat.find(at.fd(), name);
        }
    }

    /** Where the layers below have the parts after one that is redirected, without the last. */
    private static String join(String[] parts, int at, String redirect) {
        StringBuilder path = new StringBuilder();
        if (!redirect.startsWith("/")) {
            for (int i = 0; i < at; i++) {
                path.append('/').append(parts[i]);
            }
            path.append('/');
        }
        path.append(redirect);
        for (int i = at + 1; i < parts.length - 1; i++) {
            path.append('/').append(parts[i]);
        }
        return path.toString();
    }
}
