package io.jfs.union.layer;

import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Fd;
import io.jfs.linux.FileType;
import io.jfs.linux.Open;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory of a layer: reached by its parent and name, through a descriptor that the cache may close in between. In
 * a lower layer the place never changes; in the upper whoever renames it keeps it pinned while it moves.
 */
public final class LayerDirectory extends FdCache.Slot {
    private static final int FLAGS = Open.O_PATH | Open.O_DIRECTORY | Open.O_NOFOLLOW;
    private static final String AUFS_PREFIX = ".wh.";

    private record Place(LayerDirectory parent, String name) {}

    private final Layer layer;
    private volatile @Nullable Place place; // null: the layer's root
    private volatile Marks.@Nullable OfDirectory marks;
    private volatile @Nullable Set<String> aufsWhiteouts;
    private volatile @Nullable Kept kept;

    private record Kept(List<DirectoryEntry> entries, Set<String> names) {}

    /** The root of a layer. */
    LayerDirectory(Layer layer, FdCache cache) {
        super(cache);
        this.layer = layer;
    }

    private LayerDirectory(LayerDirectory parent, String name, FdCache cache) {
        super(cache);
        this.layer = parent.layer;
        this.place = new Place(parent, name);
    }

    /** The directory with this name in this one; nothing is opened yet. */
    public LayerDirectory child(String name) {
        return new LayerDirectory(this, name, layer.cache());
    }

    /** As {@link #child}, of one that was just made. */
    public LayerDirectory emptyChild(String name) {
        LayerDirectory made = child(name);
        if (layer.marks().readsAufs()) {
            made.aufsWhiteouts = ConcurrentHashMap.newKeySet();
        }
        return made;
    }

    public Layer layer() {
        return layer;
    }

    @Override
    protected Fd reopen() throws IOException {
        Place at = place;
        if (at == null) {
            return layer.root().duplicate();
        }
        try (Pin parent = at.parent.pin()) {
            return Open.openAt(parent.fd(), at.name, FLAGS, 0);
        }
    }

    /** Where it is in its layer: {@code /a/b}. */
    public String path() {
        Place at = place;
        if (at == null) {
            return "/";
        }
        String above = at.parent.path();
        return (above.equals("/") ? "" : above) + "/" + at.name;
    }

    /** Says that it has been renamed; it is pinned. */
    public void movedTo(LayerDirectory parent, String name) {
        place = new Place(parent, name);
    }

    /** What its marks say; read once, and again after {@link #marksChanged}. */
    public Marks.OfDirectory marks() throws IOException {
        Marks.OfDirectory known = marks;
        if (known == null) {
            try (Pin at = pin()) {
                known = layer.marks().ofDirectory(at.fd());
            }
            marks = known;
        }
        return known;
    }

    /** Says that its marks have been written. */
    public void marksChanged() {
        marks = null;
    }

    /** The directory at a path like {@link #path}, below the layer's root. */
    public static LayerDirectory at(Layer layer, String path) {
        LayerDirectory at = layer.directory();
        for (String part : path.substring(1).split("/", -1)) {
            at = at.child(part);
        }
        return at;
    }

    /** Whether this is the directory with a name in another. */
    public boolean isChildOf(LayerDirectory parent, String name) {
        Place at = place;
        return at != null && at.parent == parent && at.name.equals(name);
    }

    /** Reads the entries and keeps them, for who will look for many names here, until {@link #dropEntries}. */
    public void keepEntries() throws IOException {
        List<DirectoryEntry> entries = list();
        Set<String> names = new HashSet<>();
        entries.forEach(entry -> names.add(entry.name()));
        kept = new Kept(entries, names);
    }

    /** Forgets what {@link #keepEntries} kept. */
    public void dropEntries() {
        kept = null;
    }

    /** False if it is known, without looking, that there is no entry with a name. */
    public boolean mayHave(String name) {
        Kept known = kept;
        return known == null || known.names.contains(name);
    }

    /** The entries, whiteouts and all. */
    public List<DirectoryEntry> list() throws IOException {
        Kept known = kept;
        if (known != null) {
            return known.entries;
        }
        try (Pin at = pin();
                Fd readable = Open.openAt(at.fd(), ".", Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            return Directory.list(readable);
        }
    }

    /** Whether an AUFS whiteout hides a name of the layers below; false where such are not read. */
    public boolean hasAufsWhiteout(String name) throws IOException {
        return layer.marks().readsAufs() && aufs().contains(name);
    }

    /** The names that AUFS whiteouts hide; may be added to and removed from. */
    public Set<String> aufs() throws IOException {
        Set<String> known = aufsWhiteouts;
        if (known == null) {
            known = new HashSet<>();
            for (DirectoryEntry entry : list()) {
                if (entry.type() == FileType.REGULAR && entry.name().startsWith(AUFS_PREFIX)) {
                    known.add(entry.name().substring(AUFS_PREFIX.length()));
                }
            }
            Set<String> shared = ConcurrentHashMap.newKeySet();
            shared.addAll(known);
            aufsWhiteouts = shared;
            return shared;
        }
        return known;
    }
}
