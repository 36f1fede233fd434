package io.jfs.core.diff;

import io.jfs.core.ChangeKind;
import io.jfs.core.diff.GuidedWalk.Tree;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a guided walk finds, then adds the names that were not looked at and belong to the same inodes as those
 * that were, in either tree: a change of one name is a change of all.
 */
final class GuidedFindings implements PairWalk.Findings {
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final Links linkedBefore = new Links();
    private final Links linkedAfter = new Links();

    /** Inodes with several names, each to be looked up once. Subvolumes within are other devices, and not looked up. */
    private static final class Links {
        private final Set<Long> known = new HashSet<>();
        private final Deque<Long> pending = new ArrayDeque<>();

        void note(Node node) {
            FileStat stat = node.stat();
            if (!stat.isDirectory() && stat.links() > 1 && known.add(stat.inode())) {
                pending.add(stat.inode());
            }
        }
    }

    @Override
    public void deleted(String path) {
        seen.add(path);
        findings.add(new Finding.Deleted(path));
    }

    @Override
    public void present(String path, Optional<ChangeKind> kind, Optional<Node> before, Node after) {
        seen.add(path);
        findings.add(new Finding.Present(path, kind, before, after));
        before.ifPresent(linkedBefore::note);
        linkedAfter.note(after);
    }

    void addLinkPartners(Tree before, Tree after) throws IOException {
        Comparison comparison = new Comparison();
        while (true) {
            Optional<List<String>> names = next(linkedBefore, before);
            if (names.isEmpty()) {
                names = next(linkedAfter, after);
            }
            if (names.isEmpty()) {
                return;
            }
            for (String name : names.get()) {
                if (seen.add("/" + name)) {
                    addPartner(name, before.root(), after.root(), comparison);
                }
            }
        }
    }

    /** The names of the next pending inode; empty if none is pending. */
    private static Optional<List<String>> next(Links links, Tree tree) throws IOException {
        Long inode = links.pending.poll();
        if (inode == null) {
            return Optional.empty();
        }
        List<String> names = tree.names()
                .of(inode)
                .orElseThrow(() -> new NeedsDoubleWalkException("names of inode " + inode + " cannot be told"));
        return Optional.of(names);
    }

    private void addPartner(String name, Fd before, Fd after, Comparison comparison) throws IOException {
        String parent = name.substring(0, Math.max(0, name.lastIndexOf('/')));
        String last = name.substring(name.lastIndexOf('/') + 1);
        try (Fd newDirectory = openDirectory(after, parent)) {
            Optional<FileStat> now = newDirectory == null ? Optional.empty() : Stat.find(newDirectory, last);
            if (newDirectory == null || now.isEmpty()) {
                return; // below a deleted directory
            }
            try (Fd oldDirectory = openDirectory(before, parent)) {
                Optional<FileStat> then = oldDirectory == null ? Optional.empty() : Stat.find(oldDirectory, last);
                if (oldDirectory == null || then.isEmpty()) {
                    throw new NeedsDoubleWalkException("the edits do not tell of " + name);
                }
                Node was = new Node(oldDirectory, last, then.get(), 0);
                Node is = new Node(newDirectory, last, now.get(), 0);
                boolean differ = comparison.differ(was, is);
                present("/" + name, differ ? Optional.of(ChangeKind.MODIFIED) : Optional.empty(), Optional.of(was), is);
            }
        }
    }

    private static @Nullable Fd openDirectory(Fd root, String path) throws IOException {
        try {
            int resolve = Open.RESOLVE_BENEATH | Open.RESOLVE_NO_SYMLINKS;
            return Open.openAt2(root, path.isEmpty() ? "." : path, Open.O_RDONLY | Open.O_DIRECTORY, 0, resolve);
        } catch (ErrnoException e) {
            return switch (e.errno()) {
                case ENOENT, ENOTDIR, ELOOP -> null;
                default -> throw e;
            };
        }
    }

    List<Finding> inOrder() {
        findings.sort(Finding.ORDER);
        return findings;
    }
}
