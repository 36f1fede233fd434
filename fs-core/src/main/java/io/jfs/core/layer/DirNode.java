package io.jfs.core.layer;

import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory that was met while a layer is applied: a real one, reached through no symbolic link. The nodes form a
 * tree; removing a directory detaches its node with all below.
 *
 * <p>Invariants: a kept node's parent is kept; an open node is in {@link LayerTree}'s list of open directories.
 */
final class DirNode {
    /** No valid id (chown(2)). */
    private static final int UNKNOWN = -1;

    final @Nullable DirNode parent;
    final String name;
    final int depth;
    private final Map<String, DirNode> children = new HashMap<>(4);

    /** Open or null; {@link LayerTree} opens and closes. */
    @Nullable
    Fd fd;

    /** Whether the target directory has it; false for what only a lower layer has. */
    boolean present = true;

    /** Whether no lower layer's entry is visible in it. */
    boolean fresh;

    /** Whether it is an entry of this layer, or holds one. */
    boolean kept;

    /** Whether this layer states its attributes. */
    boolean listed;

    /** Whether its times were disturbed since they were last set. */
    boolean dirty;

    /** Whether it surely has no extended attributes. */
    boolean bare;

    int uid;
    int gid;
    int mode;
    long mtimeSeconds;
    int mtimeNanos;

    /** The mode, if it would stop a plain user from writing here; set at the very end. */
    Optional<Integer> finalMode = Optional.empty();

    /** Kept off until the end, lest new files inherit it. */
    Optional<byte[]> defaultAcl = Optional.empty();

    /** Modification time of the first entry of this layer below: that of the directory, if nobody states one. */
    private long needSeconds;

    private int needNanos;

    /** Names that this layer wrote, where lower layers' names are in the same directory. */
    private @Nullable Set<String> written;

    /** Names of symbolic links that were followed to somewhere. */
    private @Nullable Set<String> followed;

    /** Of an overlay: names of whiteouts. */
    final Set<String> whiteouts = new HashSet<>(0);

    /** Of an overlay: names of files that are here only because a hard link needed them. */
    final Set<String> copiedUp = new HashSet<>(0);

    /** Of an overlay: where lower layers have it; null if not known yet. */
    Lowers.@Nullable Directory lower;

    private DirNode(@Nullable DirNode parent, String name) {
        this.parent = parent;
        this.name = name;
        this.depth = parent == null ? 0 : parent.depth + 1;
    }

    static DirNode root(Fd fd, FileStat stat) {
        DirNode root = new DirNode(null, "");
        root.fd = fd;
        root.kept = true;
        root.know(stat);
        return root;
    }

    DirNode newChild(String childName) {
        DirNode child = new DirNode(this, childName);
        children.put(childName, child);
        return child;
    }

    @Nullable
    DirNode child(String childName) {
        return children.get(childName);
    }

    @Nullable
    DirNode detach(String childName) {
        return children.remove(childName);
    }

    Collection<DirNode> children() {
        return children.values();
    }

    /** Takes over the attributes that the directory has. */
    void know(FileStat stat) {
        uid = stat.uid();
        gid = stat.gid();
        mode = stat.permissions();
        mtimeSeconds = stat.mtimeSeconds();
        mtimeNanos = stat.mtimeNanos();
    }

    /** Takes over what the kernel gives to a directory just made with mode 0755 in another. */
    void know(DirNode dir, Identity identity) {
        present = true;
        bare = true;
        dirty = true;
        uid = identity.uid();
        // The group is the process's or the directory's: with a set-gid bit or the mount option grpid.
        gid = dir.gid == identity.gid() ? dir.gid : UNKNOWN;
        mode = (0_755 & ~identity.umask()) | (dir.mode & 0_2000);
    }

    /** Marks this and all above as holding an entry of this layer. */
    void keep(TarEntry entry) {
        for (DirNode node = this; node != null && !node.kept; node = node.parent) {
            node.kept = true;
            node.needSeconds = entry.mtimeSeconds();
            node.needNanos = entry.mtimeNanos();
        }
    }

    /**
     * The time of a directory that nobody states anything of: that of what first needed it, so that it does not vary.
     */
    void useTimeOfNeed() {
        mtimeSeconds = needSeconds;
        mtimeNanos = needNanos;
        dirty = true;
    }

    void markWritten(String entryName) {
        if (written == null) {
            written = new HashSet<>();
        }
        written.add(entryName);
    }

    boolean isWritten(String entryName) {
        return written != null && written.contains(entryName);
    }

    void becomeFresh() {
        fresh = true;
        written = null;
    }

    void markFollowed(String linkName) {
        if (followed == null) {
            followed = new HashSet<>();
        }
        followed.add(linkName);
    }

    boolean wasFollowed(String linkName) {
        return followed != null && followed.contains(linkName);
    }

    boolean isWithin(DirNode ancestor) {
        for (DirNode node = this; node != null; node = node.parent) {
            if (node == ancestor) {
                return true;
            }
        }
        return false;
    }

    /** The path from the root: relative, {@code ""} for the root itself. */
    String path() {
        Deque<String> names = new ArrayDeque<>();
        for (DirNode node = this; node.parent != null; node = node.parent) {
            names.addFirst(node.name);
        }
        return String.join("/", names);
    }
}
