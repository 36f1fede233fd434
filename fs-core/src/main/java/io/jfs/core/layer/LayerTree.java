package io.jfs.core.layer;

import io.jfs.core.Usage;
import io.jfs.core.tree.TreeRemover;
import io.jfs.linux.Attributes;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Links;
import io.jfs.linux.NativePath;
import io.jfs.linux.Open;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tree that a layer is applied to, seen as directories: finds and makes parents, removes what is replaced, and sets
 * the directories' times when nothing more disturbs them.
 *
 * <p>A path is resolved component by component, each by one {@code openat} with {@code O_NOFOLLOW} below an open
 * directory. A symbolic link is read and followed by us, an absolute one from our root, and {@code ..} stops there: no
 * archive can name anything outside. Most components cost nothing, for the directories met are remembered.
 */
abstract class LayerTree implements AutoCloseable {
    private static final int BLOCK = 4096;
    /** As many as path resolution of the kernel follows (path_resolution(7)). */
    private static final int MAX_LINKS = 40;

    /** What a name in a directory is, to path resolution. */
    sealed interface Step {
        record Directory(DirNode node) implements Step {}

        record Link(String target) implements Step {}

        record Missing() implements Step {}

        record Other() implements Step {}
    }

    final DirNode root;
    final Identity identity;
    final LayerLimits limits;
    final FileAttributes attributes;
    private final OpenDirectories open;
    private final List<DirNode> deferred = new ArrayList<>();
    private long bytes;
    private long inodes;
    private String lastPath = "";
    private DirNode lastNode;

    LayerTree(DirNode root, Identity identity, LayerLimits limits) {
        this.root = root;
        this.identity = identity;
        this.limits = limits;
        this.attributes = new FileAttributes(identity, this::defer);
        this.open = new OpenDirectories(root);
        this.lastNode = root;
    }

    /** What the name is, here or, unless hidden, in the layers below. */
    abstract Step step(DirNode dir, String name) throws IOException;

    /** Sees to it that the target has this directory, whose attributes may have to come from a lower layer. */
    abstract void provide(DirNode dir) throws IOException;

    /**
     * Sees to it that the target has this file, if any layer has it, so that it can be linked to.
     *
     * @param target the file's path in the layer's own words, for the message
     */
    abstract void provideFile(DirNode dir, String name, String target) throws IOException;

    /** Hides what lower layers have under this name; what this layer wrote stays. */
    abstract void whiteout(DirNode dir, String name) throws IOException;

    /** Hides all that lower layers have in this directory. */
    abstract void hideLower(DirNode dir) throws IOException;

    /** Notes that a directory was made; {@code replaced} if something else had its name in the target. */
    abstract void made(DirNode dir, boolean replaced) throws IOException;

    /** Counts a new inode with this much data. */
    void count(long size) {
        inodes++;
        addBytes(size);
    }

    /** Takes back an inode without data. */
    void uncount() {
        inodes--;
    }

    void countDirectory() {
        count(BLOCK);
    }

    void addBytes(long size) {
        bytes += (size + BLOCK - 1) & -BLOCK;
    }

    /** What was added so far. */
    Usage usage() {
        return new Usage(bytes, inodes);
    }

    /** Notes that this layer writes an entry. */
    void touch(DirNode dir, String name, TarEntry entry) {
        dir.keep(entry);
        dir.dirty = true;
        forgetPaths(dir, name);
    }

    /** The directory of this path, for an entry in it; made if missing, with mode 0755 and the time of that entry. */
    DirNode directory(String path, TarEntry entry) throws IOException {
        if (path.equals(lastPath)) {
            return lastNode;
        }
        DirNode node = walk(path, entry).orElseThrow();
        provide(node);
        lastPath = path;
        lastNode = node;
        return node;
    }

    /** The directory of this path, if there is one; perhaps in a lower layer only. */
    Optional<DirNode> find(String path) throws IOException {
        return path.equals(lastPath) ? Optional.of(lastNode) : walk(path, null);
    }

    /** @param entry for which missing directories are made; null to make none */
    private Optional<DirNode> walk(String path, @Nullable TarEntry entry) throws IOException {
        Deque<String> todo = new ArrayDeque<>();
        push(todo, path);
        DirNode node = root;
        int links = 0;
        while (!todo.isEmpty()) {
            String name = todo.pop();
            switch (next(node, name)) {
                case Step.Directory(DirNode directory) -> node = directory;
                case Step.Link(String target) -> {
                    if (++links > MAX_LINKS) {
                        throw new LayerException("too many symbolic links in " + NativePath.printable(path));
                    }
                    node.markFollowed(name);
                    node = target.startsWith("/") ? root : node;
                    push(todo, target);
                }
                case Step.Missing() when entry != null -> node = makeParent(node, name, entry);
                case Step.Other()
                when entry != null ->
                    throw new LayerException(
                            "parent " + NativePath.printable(child(node, name)) + " is not a directory");
                case Step.Missing(), Step.Other() -> {
                    return Optional.empty();
                }
            }
            if (node.depth > limits.maxDepth()) {
                throw new LayerException("deeper than " + limits.maxDepth() + " directories");
            }
        }
        return Optional.of(node);
    }

    private Step next(DirNode node, String name) throws IOException {
        if (name.isEmpty() || name.equals(".")) {
            return new Step.Directory(node);
        }
        if (name.equals("..")) {
            return new Step.Directory(node.parent == null ? node : node.parent);
        }
        DirNode known = node.child(name);
        return known != null ? new Step.Directory(known) : step(node, name);
    }

    private static void push(Deque<String> todo, String path) {
        String[] components = path.split("/", -1);
        for (int i = components.length - 1; i >= 0; i--) {
            todo.push(components[i]);
        }
    }

    private DirNode makeParent(DirNode dir, String name, TarEntry entry) throws IOException {
        provide(dir);
        DirNode node = makeDirectory(dir, name, entry);
        resetAttributes(node);
        return node;
    }

    /** The directory of this name: made anew, whatever else had the name, or the one that is there. */
    DirNode makeDirectory(DirNode dir, String name, TarEntry entry) throws IOException {
        DirNode known = dir.child(name);
        if (known != null && known.present) {
            touch(dir, name, entry);
            known.keep(entry);
            return known;
        }
        touch(dir, name, entry);
        boolean replaced = false;
        while (true) {
            try {
                Links.mkdirAt(fd(dir), name, 0_755);
                break;
            } catch (ErrnoException e) {
                if (e.errno() != Errno.EEXIST || replaced) {
                    throw e;
                }
            }
            if (step(dir, name) instanceof Step.Directory(DirNode existing) && existing.present) {
                existing.keep(entry);
                return existing;
            }
            remove(dir, name);
            replaced = true;
        }
        DirNode node = known != null ? known : dir.newChild(name);
        node.know(dir, identity);
        node.keep(entry);
        opened(node, Open.openAt(fd(dir), name, OpenDirectories.FLAGS, 0));
        made(node, replaced);
        countDirectory();
        return node;
    }

    /** Gives a directory the attributes of one that no layer says anything of: 0755, root's, no extended attributes. */
    void resetAttributes(DirNode dir) throws IOException {
        dir.useTimeOfNeed();
        attributes.onDirectory(dir, fd(dir), new FileAttributes.Wanted(0, 0, 0_755, Map.of()));
    }

    /** Removes whatever has this name in the target, a directory with all below it. Missing is fine. */
    void remove(DirNode dir, String name) throws IOException {
        DirNode detached = dir.detach(name);
        if (detached != null) {
            forget(detached);
        }
        forgetPaths(dir, name);
        dir.dirty = true;
        try {
            Links.unlinkAt(fd(dir), name);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EISDIR || e.errno() == Errno.EPERM) {
                TreeRemover.removeAt(fd(dir), name);
            } else if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
    }

    /** What is about to be written hides a directory that only lower layers have. */
    void forgetLower(DirNode dir, String name) {
        DirNode child = dir.child(name);
        if (child != null && !child.present) {
            dir.detach(name);
            forget(child);
        }
    }

    /** Closes a detached node and all below it. */
    void forget(DirNode detached) {
        Deque<DirNode> todo = new ArrayDeque<>();
        todo.push(detached);
        while (!todo.isEmpty()) {
            DirNode node = todo.pop();
            node.children().forEach(todo::push);
            open.forget(node);
            node.present = false;
            if (node == lastNode) {
                lastPath = "";
                lastNode = root;
            }
        }
    }

    /** A link that was followed is about to change: the last path may lead elsewhere now. */
    private void forgetPaths(DirNode dir, String name) {
        if (dir.wasFollowed(name)) {
            lastPath = "";
            lastNode = root;
        }
    }

    /** The directory's descriptor, valid until the next {@link #trim()}. */
    Fd fd(DirNode node) throws IOException {
        return open.fd(node);
    }

    void opened(DirNode node, Fd fd) {
        open.add(node, fd);
    }

    /** Closes directories not used for long. Descriptors got before must not be used any more. */
    void trim() throws IOException {
        open.trim();
    }

    /** Remembers a directory which gets its mode or default ACL at the end. */
    private void defer(DirNode node) {
        deferred.add(node);
    }

    /** Sets what was put off: the layer is complete then. */
    void finish() throws IOException {
        for (DirNode node : deferred) {
            trim();
            if (node.present && node.defaultAcl.isPresent()) {
                Xattr.set(fd(node), LayerXattrs.DEFAULT_ACL, node.defaultAcl.get());
            }
        }
        open.flush();
        // Deepest first: a directory on the way may become one that this user cannot enter.
        for (DirNode node : deferred.reversed()) {
            trim();
            if (node.present && node.finalMode.isPresent()) {
                Attributes.chmod(fd(node), node.finalMode.get());
            }
        }
    }

    @Override
    public void close() {
        open.close();
    }

    static String child(DirNode dir, String name) {
        return dir.parent == null ? name : dir.path() + "/" + name;
    }
}
