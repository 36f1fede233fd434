package io.jfs.core.diff;

import io.jfs.core.ChangeKind;
import io.jfs.core.tree.InodeKey;
import io.jfs.linux.FileStat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects what a walk of an upper directory finds, and which inodes of which lower layer may have more names. */
final class UpperFindings implements PairWalk.Findings {
    private final OverlayMarks marks;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Integer, Set<InodeKey>> linkedBelow = new HashMap<>();

    UpperFindings(OverlayMarks marks) {
        this.marks = marks;
    }

    @Override
    public void deleted(String path) {
        findings.add(new Finding.Deleted(path));
    }

    @Override
    public void present(String path, Optional<ChangeKind> kind, Optional<Node> before, Node after) throws IOException {
        marks.requireSelfContained(after);
        if (before.isPresent() && !before.get().stat().isDirectory()) {
            marks.requireSelfContained(before.get());
            noteLinks(before.get());
        }
        findings.add(new Finding.Present(path, kind, before, after));
    }

    private void noteLinks(Node below) {
        FileStat stat = below.stat();
        if (stat.links() > 1) {
            linkedBelow.computeIfAbsent(below.layer(), layer -> new HashSet<>()).add(InodeKey.of(stat));
        }
    }

    /** By lower layer, the inodes which have a name in the upper and more than one in that layer. */
    Map<Integer, Set<InodeKey>> linkedBelow() {
        return linkedBelow;
    }

    /** Adds a name that only the lowers have: unchanged by itself. */
    void addUnchanged(String path, Node node) {
        findings.add(new Finding.Present(path, Optional.empty(), Optional.of(node), node));
    }

    List<Finding> inOrder() {
        findings.sort(Finding.ORDER);
        return findings;
    }
}
