package io.jfs.core.layer;

import io.jfs.core.driver.ApplyTarget.OverlayUpper;
import io.jfs.core.overlay.RootMark;
import io.jfs.linux.Directory;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileType;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An overlay's upper directory, empty at first: it holds what this layer writes, whiteouts and opaque marks for what it
 * hides, and copies of lower directories that something had to be written below.
 *
 * <p>A node exists for every directory in the upper; those not {@code present} are lower ones that a path led through.
 */
final class UpperLayerTree extends LayerTree {
    private static final byte[] YES = {'y'};

    private final Lowers lowers;
    /** Whether a look at the lowers may have to wait for them. */
    private final boolean detached;
    /** Whiteouts that perhaps hide nothing. */
    private final List<Whiteout> unsure = new ArrayList<>();

    private record Whiteout(DirNode dir, String name) {}

    private UpperLayerTree(DirNode root, Identity identity, LayerLimits limits, Lowers lowers, boolean detached) {
        super(root, identity, limits);
        this.lowers = lowers;
        this.detached = detached;
    }

    /** @param later gives the lowers, if they are not those of the target */
    static UpperLayerTree open(OverlayUpper target, @Nullable LaterLowers later, Identity identity, LayerLimits limits)
            throws IOException {
        Lowers lowers = new Lowers(later == null ? target::lowers : later, target.xattrPrefix());
        Fd fd = Open.open(target.directory(), OpenDirectories.FLAGS, 0);
        try {
            if (!Directory.list(fd).isEmpty()) {
                throw new LayerException("upper directory " + target.directory() + " is not empty");
            }
            DirNode root = DirNode.root(fd, Stat.stat(fd));
            UpperLayerTree tree = new UpperLayerTree(root, identity, limits, lowers, later != null);
            tree.attributes.prepare(root, fd);
            return tree;
        } catch (IOException e) {
            fd.close();
            throw e;
        }
    }

    @Override
    Step step(DirNode dir, String name) throws IOException {
        if (dir.whiteouts.contains(name)) {
            return new Step.Missing();
        }
        if (dir.present) {
            try {
                return new Step.Link(Links.readLinkAt(fd(dir), name));
            } catch (ErrnoException e) {
                if (e.errno() != Errno.ENOENT) {
                    return other(e);
                }
            }
        }
        Optional<Lowers.Entry> entry = lookup(dir, name);
        if (entry.isEmpty()) {
            return new Step.Missing();
        }
        return switch (entry.get().stat().type()) {
            case DIRECTORY -> new Step.Directory(lowerNode(dir, name, entry.get()));
            case SYMLINK -> new Step.Link(readLink(entry.get()));
            default -> new Step.Other();
        };
    }

    private static Step other(ErrnoException e) throws ErrnoException {
        if (e.errno() == Errno.EINVAL) {
            return new Step.Other();
        }
        throw e;
    }

    private static DirNode lowerNode(DirNode dir, String name, Lowers.Entry entry) {
        DirNode node = dir.newChild(name);
        node.present = false;
        node.lower = entry.directory();
        return node;
    }

    private String readLink(Lowers.Entry entry) throws IOException {
        try (Fd link = lowers.open(entry.layer(), entry.path(), Open.O_PATH)) {
            return Links.readLink(link);
        }
    }

    /** What the lower layers show under this name, unless this layer hides it. */
    private Optional<Lowers.Entry> lookup(DirNode dir, String name) throws IOException {
        if (dir.fresh) {
            return Optional.empty();
        }
        Lowers.Directory below = lower(dir);
        return below.isEmpty() ? Optional.empty() : lowers.lookup(below, name);
    }

    /** The lower directories that merge with this one. */
    private Lowers.Directory lower(DirNode dir) throws IOException {
        if (dir.lower == null) {
            dir.lower = dir.parent == null
                    ? lowers.root()
                    : lookup(dir.parent, dir.name).map(Lowers.Entry::directory).orElse(Lowers.none(dir.path()));
        }
        return dir.lower;
    }

    /** Whether nothing of a lower layer can be seen in the directory, as far as can be told without waiting. */
    private boolean isFresh(DirNode dir) throws IOException {
        return dir.fresh || (!mustWait() && lower(dir).isEmpty());
    }

    private boolean mustWait() {
        return detached && !lowers.areKnown();
    }

    @Override
    void remove(DirNode dir, String name) throws IOException {
        super.remove(dir, name);
        dir.whiteouts.remove(name);
        dir.copiedUp.remove(name);
    }

    @Override
    void touch(DirNode dir, String name, TarEntry entry) {
        super.touch(dir, name, entry);
        dir.copiedUp.remove(name);
    }

    /** In the place of a whiteout or of another file, the directory must not show what a lower one of its name has. */
    @Override
    void made(DirNode dir, boolean replaced) throws IOException {
        DirNode parent = dir.parent;
        if (parent != null && parent.fresh) {
            dir.fresh = true;
        } else if (replaced) {
            markOpaque(dir);
        }
    }

    private void markOpaque(DirNode dir) throws IOException {
        if (!isFresh(dir)) {
            Xattr.set(fd(dir), lowers.xattrPrefix() + "opaque", YES);
        }
        dir.fresh = true;
    }

    @Override
    void provide(DirNode dir) throws IOException {
        Deque<DirNode> missing = new ArrayDeque<>();
        for (DirNode node = dir; node != null && !node.present; node = node.parent) {
            missing.push(node);
        }
        for (DirNode node : missing) {
            copyUp(node);
        }
    }

    private void copyUp(DirNode node) throws IOException {
        DirNode parent = node.parent;
        if (parent == null) {
            throw new IllegalStateException("the root is always present");
        }
        Lowers.Directory below = lower(node);
        try (Fd from = lowers.open(below.layers().getFirst(), below.path(), OpenDirectories.FLAGS)) {
            Links.mkdirAt(fd(parent), node.name, 0_700);
            Fd to = Open.openAt(fd(parent), node.name, OpenDirectories.FLAGS, 0);
            node.present = true;
            parent.dirty = true;
            opened(node, to);
            new CopyUp(attributes).directory(from, node, to);
            countDirectory();
        }
    }

    @Override
    void provideFile(DirNode dir, String name, String target) throws IOException {
        if (dir.whiteouts.contains(name)) {
            throw LayerApplication.missing(target);
        }
        if (dir.present && Stat.find(fd(dir), name).isPresent()) {
            return;
        }
        Optional<Lowers.Entry> entry = lookup(dir, name);
        if (entry.isPresent() && entry.get().stat().isDirectory()) {
            throw LayerApplication.toDirectory(target);
        }
        if (entry.isPresent()) {
            provide(dir);
            try (Fd from = lowers.open(entry.get().layer(), entry.get().path(), Open.O_PATH)) {
                new CopyUp(attributes).file(from, entry.get().stat(), lowers.xattrPrefix(), fd(dir), name);
            }
            dir.copiedUp.add(name);
            dir.dirty = true;
            count(entry.get().stat().isRegular() ? entry.get().stat().size() : 0);
        }
    }

    @Override
    void whiteout(DirNode dir, String name) throws IOException {
        if (isFresh(dir) || dir.whiteouts.contains(name)) {
            return;
        }
        DirNode child = dir.child(name);
        if (child != null && child.kept) {
            hideLower(child);
            resetUnlisted(child);
            return;
        }
        boolean copied = child != null || dir.copiedUp.contains(name);
        if (!copied && dir.present && Stat.find(fd(dir), name).isPresent()) {
            return;
        }
        boolean guess = mustWait();
        if (guess || lookup(dir, name).isPresent()) {
            provide(dir);
            remove(dir, name);
            Links.mknodAt(fd(dir), name, FileType.CHARACTER_DEVICE.bits(), 0, 0);
            dir.whiteouts.add(name);
            dir.dirty = true;
            count(0);
            if (guess) {
                unsure.add(new Whiteout(dir, name));
            }
        }
    }

    @Override
    void hideLower(DirNode top) throws IOException {
        if (isFresh(top)) {
            return;
        }
        if (top == root) {
            hideLowerRoot();
        } else {
            provide(top);
            markOpaque(top);
            forgetAllLower(top);
        }
    }

    /** An opaque root means nothing to the kernel, so each name gets its own whiteout. */
    private void hideLowerRoot() throws IOException {
        for (String name : lowers.names(lower(root))) {
            trim();
            whiteout(root, name);
        }
    }

    /** Below an opaque directory nothing needs hiding, and nothing keeps the attributes of a lower directory. */
    private void forgetAllLower(DirNode top) throws IOException {
        Deque<DirNode> todo = new ArrayDeque<>();
        todo.push(top);
        while (!todo.isEmpty()) {
            DirNode dir = todo.pop();
            trim();
            dir.fresh = true;
            for (String name : List.copyOf(dir.whiteouts)) {
                remove(dir, name);
            }
            for (String name : List.copyOf(dir.copiedUp)) {
                remove(dir, name);
            }
            for (DirNode child : new ArrayList<>(dir.children())) {
                if (child.kept) {
                    resetUnlisted(child);
                    todo.push(child);
                } else {
                    remove(dir, child.name);
                }
            }
        }
    }

    /** A whiteout that hides nothing must go: the kernel lists it by name where its directory merges with no other. */
    private void removeNeedlessWhiteouts() throws IOException {
        for (Whiteout whiteout : unsure) {
            trim();
            DirNode dir = whiteout.dir();
            String name = whiteout.name();
            if (dir.present && dir.whiteouts.contains(name) && lookup(dir, name).isEmpty()) {
                remove(dir, name);
                uncount();
            }
        }
    }

    private void resetUnlisted(DirNode dir) throws IOException {
        if (!dir.listed) {
            resetAttributes(dir);
        }
    }

    /** The mark comes first: afterwards this user may not be allowed to write to the root any more. */
    @Override
    void finish() throws IOException {
        removeNeedlessWhiteouts();
        if (detached) {
            RootMark mark = root.listed ? RootMark.STATED : RootMark.UNSTATED;
            mark.writeTo(fd(root), lowers.xattrPrefix());
        }
        super.finish();
    }

    @Override
    public void close() {
        super.close();
        lowers.close();
    }
}
