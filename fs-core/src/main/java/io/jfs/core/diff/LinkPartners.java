package io.jfs.core.diff;

import io.jfs.core.tree.DirectoryStack;
import io.jfs.core.tree.InodeKey;
import io.jfs.core.tree.TreeWalk;
import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Fd;
import io.jfs.linux.FileType;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the other names of files that an upper directory replaced: those which only a lower layer has. Copy-up gave the
 * replaced name an inode of its own, so its partners lost a partner although nothing of them is in the upper.
 */
final class LinkPartners {
    private final List<Path> lowers;
    private final LayerView parent;
    private final LayerView child;
    private final OverlayMarks marks;

    private record Frame(String path, Iterator<DirectoryEntry> entries) {}

    /**
     * @param parent the lowers' view
     * @param child the view of the upper, which is its layer 0, on the lowers
     */
    LinkPartners(List<Path> lowers, LayerView parent, LayerView child, OverlayMarks marks) {
        this.lowers = lowers;
        this.parent = parent;
        this.child = child;
        this.marks = marks;
    }

    void addTo(UpperFindings findings) throws IOException {
        Map<Integer, Set<InodeKey>> wanted = findings.linkedBelow();
        if (wanted.isEmpty()) {
            return;
        }
        // A redirect in a nearer layer could show a partner under another path, so those layers are read as well.
        for (int layer = 0; layer <= Collections.max(wanted.keySet()); layer++) {
            search(layer, wanted.getOrDefault(layer, Set.of()), findings);
        }
    }

    private void search(int layer, Set<InodeKey> wanted, UpperFindings findings) throws IOException {
        // By the number alone; the device is checked when the entry itself is looked at.
        Set<Long> inodes = wanted.stream().map(InodeKey::inode).collect(Collectors.toSet());
        try (Fd root = Open.open(lowers.get(layer), Open.O_RDONLY | Open.O_DIRECTORY, 0);
                DirectoryStack directories = new DirectoryStack(root)) {
            Deque<Frame> frames = new ArrayDeque<>();
            frames.push(new Frame("/", Directory.list(root).iterator()));
            while (!frames.isEmpty()) {
                Frame frame = frames.element();
                if (!frame.entries.hasNext()) {
                    frames.pop();
                    if (directories.depth() > 0) {
                        directories.pop();
                    }
                    continue;
                }
                DirectoryEntry entry = frame.entries.next();
                String path = TreeWalk.child(frame.path, entry.name());
                if (entry.type() == FileType.DIRECTORY) {
                    directories.push(entry.name());
                    marks.requireNotRedirected(directories.top());
                    frames.push(
                            new Frame(path, Directory.list(directories.top()).iterator()));
                } else if (inodes.contains(entry.inode())) {
                    addIfShown(layer, path, wanted, findings);
                }
            }
        }
    }

    /** Adds the name if both views show it, and both from this layer: what the upper replaced was found by the walk. */
    private void addIfShown(int layer, String path, Set<InodeKey> wanted, UpperFindings findings) throws IOException {
        Optional<Node> before = parent.findPath(path);
        Optional<Node> after = child.findPath(path);
        if (before.isEmpty() || after.isEmpty()) {
            return;
        }
        boolean shown = before.get().layer() == layer && after.get().layer() == layer + 1;
        if (shown && wanted.contains(InodeKey.of(before.get().stat()))) {
            findings.addUnchanged(path, before.get());
        }
    }
}
