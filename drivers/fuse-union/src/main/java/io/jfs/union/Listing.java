package io.jfs.union;

import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.FileType;
import io.jfs.linux.Stat;
import io.jfs.union.index.IndexDirectory;
import io.jfs.union.layer.Layer;
import io.jfs.union.layer.LayerDirectory;
import io.jfs.union.layer.Marks;
import io.jfs.union.layer.Pin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a directory shows, at one moment; never changed. Every name has a cookie, and keeps it as long as it is in the
 * directory's listings; new names get higher ones. So a reading can go on from a cookie in a later listing.
 */
final class Listing {
    /** Those before it are the start, {@code .} and {@code ..}. */
    static final long FIRST_COOKIE = 3;

    /** All names in one array, since an object for each would be most of what a directory costs. */
    private final byte[] bytes;

    private final int[] ends;
    final FileType[] types;
    final long[] inodes;

    /** Ascending. */
    final long[] cookies;

    private record Entry(Name name, FileType type, long inode, long cookie) {}

    private Listing(List<Entry> entries) {
        int size = entries.size();
        bytes = new byte[entries.stream().mapToInt(entry -> entry.name.length()).sum()];
        ends = new int[size];
        types = new FileType[size];
        inodes = new long[size];
        cookies = new long[size];
        for (int i = 0; i < size; i++) {
            Entry entry = entries.get(i);
            ends[i] = start(i) + entry.name.length();
            System.arraycopy(entry.name.array(), 0, bytes, start(i), entry.name.length());
            types[i] = entry.type;
            inodes[i] = entry.inode;
            cookies[i] = entry.cookie;
        }
    }

    /** What an index says, in its order; as it is the first listing, its cookies are the next ones. */
    private Listing(Context context, UnionDirectory directory, IndexDirectory index) {
        int size = index.count();
        ends = new int[size];
        types = new FileType[size];
        inodes = new long[size];
        cookies = new long[size];
        for (int i = 0; i < size; i++) {
            ends[i] = start(i) + index.nameLength(i);
            types[i] = index.type(i);
            Layer layer = directory.lower(index.layer(i)).layer();
            inodes[i] = context.inodes.of(layer.device(), index.inode(i));
            cookies[i] = directory.nextCookie++;
        }
        bytes = new byte[start(size)];
        for (int i = 0; i < size; i++) {
            index.copyName(i, bytes, start(i));
        }
    }

    int size() {
        return ends.length;
    }

    private int start(int entry) {
        return entry == 0 ? 0 : ends[entry - 1];
    }

    /** Fills an entry's name in, and returns it. */
    Name name(int entry, Name into) {
        return into.set(bytes, start(entry), ends[entry] - start(entry));
    }

    /** The index of the first entry after a cookie. */
    int indexAfter(long cookie) {
        int found = Arrays.binarySearch(cookies, cookie + 1);
        return found >= 0 ? found : -found - 1;
    }

    /** Lists a directory, with its lock held. */
    static Listing of(Context context, Lookup lookup, UnionDirectory directory) throws IOException {
        IndexDirectory index = directory.onlyIndex();
        if (index != null && directory.listing == null) {
            return new Listing(context, directory, index);
        }
        List<Entry> entries = new ArrayList<>();
        for (Visible visible : merge(context, directory)) {
            DirectoryEntry entry = visible.entry;
            long inode = inode(context, lookup, directory, visible);
            entries.add(new Entry(Name.of(entry.name()), entry.type(), inode, 0));
        }
        return new Listing(withCookies(entries, directory));
    }

    private static List<Entry> withCookies(List<Entry> entries, UnionDirectory directory) {
        Map<Name, Long> before = new HashMap<>();
        Listing old = directory.listing;
        for (int i = 0; old != null && i < old.size(); i++) {
            before.put(Name.copyOf(old.bytes, old.start(i), old.ends[i]), old.cookies[i]);
        }
        List<Entry> kept = new ArrayList<>(entries.size());
        List<Entry> fresh = new ArrayList<>();
        for (Entry entry : entries) {
            Long cookie = before.get(entry.name);
            if (cookie == null) {
                fresh.add(new Entry(entry.name, entry.type, entry.inode, directory.nextCookie++));
            } else {
                kept.add(new Entry(entry.name, entry.type, entry.inode, cookie));
            }
        }
        kept.sort((a, b) -> Long.compare(a.cookie, b.cookie));
        kept.addAll(fresh);
        return kept;
    }

    /** What shows, and the directory that it is in. */
    record Visible(DirectoryEntry entry, LayerDirectory directory) {}

    /** Whether a directory shows nothing. */
    static boolean isEmpty(Context context, UnionDirectory directory) throws IOException {
        return merge(context, directory).isEmpty();
    }

    private static List<Visible> merge(Context context, UnionDirectory directory) throws IOException {
        return merge(context.layers.marks(), directory);
    }

    /** What shows in a directory; with its lock held. */
    static List<Visible> merge(Marks marks, UnionDirectory directory) throws IOException {
        List<Visible> visible = new ArrayList<>();
        if (directory.isRemoved) {
            return visible;
        }
        @Nullable Set<String> seen = directory.isMerged() ? new HashSet<>() : null;
        LayerDirectory upper = directory.upper();
        if (upper != null) {
            add(marks, upper, seen, visible);
        }
        if (directory.index != null) {
            addIndexed(directory, directory.index, seen, visible);
            return visible;
        }
        for (LayerDirectory lower : directory.lowers) {
            add(marks, lower, seen, visible);
        }
        return visible;
    }

    private static void addIndexed(
            UnionDirectory directory, IndexDirectory index, @Nullable Set<String> seen, List<Visible> visible) {
        for (int i = 0; i < index.count(); i++) {
            String name = index.name(i);
            if (seen == null || seen.add(name)) {
                DirectoryEntry entry = new DirectoryEntry(name, index.inode(i), index.type(i));
                visible.add(new Visible(entry, directory.lower(index.layer(i))));
            }
        }
    }

    private static void add(Marks marks, LayerDirectory layer, @Nullable Set<String> seen, List<Visible> visible)
            throws IOException {
        List<DirectoryEntry> entries = layer.list();
        for (DirectoryEntry entry : entries) {
            if (marks.isAufsName(entry.name()) || (seen != null && !seen.add(entry.name()))) {
                continue;
            }
            if (!isWhiteout(marks, layer, entry)) {
                visible.add(new Visible(entry, layer));
            }
        }
        if (seen != null && marks.readsAufs()) {
            for (DirectoryEntry entry : entries) {
                if (marks.isAufsName(entry.name())) {
                    seen.add(entry.name().substring(Marks.AUFS_PREFIX.length()));
                }
            }
        }
    }

    private static boolean isWhiteout(Marks marks, LayerDirectory layer, DirectoryEntry entry) throws IOException {
        boolean maybe = entry.type() == FileType.CHARACTER_DEVICE
                || (entry.type() == FileType.REGULAR && layer.marks().hasXattrWhiteouts());
        if (!maybe) {
            return false;
        }
        try (Pin at = layer.pin()) {
            var stat = Stat.find(at.fd(), entry.name());
            return stat.isPresent() && marks.isWhiteout(at.fd(), entry.name(), stat.get(), layer.marks());
        }
    }

    /** The inode number which {@link Attributes#inode} will be. */
    private static long inode(Context context, Lookup lookup, UnionDirectory directory, Visible visible)
            throws IOException {
        LayerDirectory layer = visible.directory;
        DirectoryEntry entry = visible.entry;
        boolean maybeCopied = layer.layer().isUpper()
                && (layer.marks().isImpure() || (entry.type() == FileType.DIRECTORY && !directory.lowers.isEmpty()));
        if (maybeCopied) {
            Dentry known = directory.children.find(entry.name());
            if (known != null) {
                return known.node.inode();
            }
            Found found = Search.find(context.layers, directory, entry.name());
            if (found != null) {
                return lookup.inodeOf(directory, found);
            }
        }
        return context.inodes.of(layer.layer().device(), entry.inode());
    }
}
