package io.jfs.core.diff;

import io.jfs.core.ChangeKind;
import io.jfs.core.tree.TreeWalk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * Walks a parent's tree and a child's side by side, depth first, names in the order of their bytes, and tells what each
 * pair is. Memory is bounded by the width of the directories on the way down.
 */
final class PairWalk {
    private final TreeView parent;
    private final TreeView child;
    private final Scope scope;
    private final Findings findings;
    private final Comparison comparison = new Comparison();
    private final Deque<Frame> frames = new ArrayDeque<>();

    /**
     * A name to look at.
     *
     * @param inParent whether the parent may have it
     * @param inChild whether the child may have it
     */
    record Candidate(String name, boolean inParent, boolean inChild) {}

    /** Which names of the current directory of both trees are looked at. */
    interface Scope {
        /**
         * The names, in the order of their bytes.
         *
         * @param inParent whether the parent has this directory at all
         */
        Iterator<Candidate> candidates(boolean inParent) throws IOException;
    }

    /** Receives what was found, in canonical order. */
    interface Findings {
        /** Only the parent has it. */
        void deleted(String path) throws IOException;

        /**
         * The child has it.
         *
         * @param kind empty if it does not differ by itself
         * @param before the parent's, if it has one
         */
        void present(String path, Optional<ChangeKind> kind, Optional<Node> before, Node after) throws IOException;
    }

    private record Frame(String path, boolean inParent, Iterator<Candidate> candidates) {}

    PairWalk(TreeView parent, TreeView child, Scope scope, Findings findings) {
        this.parent = parent;
        this.child = child;
        this.scope = scope;
        this.findings = findings;
    }

    void run() throws IOException {
        Node before = parent.root();
        Node after = child.root();
        if (before.stat().isSameFile(after.stat())) {
            return;
        }
        both("/", before, after);
        walk(true);
    }

    /** Finds all of the child's tree added, its root modified; the parent's view is not used. */
    void runWithoutParent() throws IOException {
        findings.present("/", Optional.of(ChangeKind.MODIFIED), Optional.empty(), child.root());
        walk(false);
    }

    private void walk(boolean inParent) throws IOException {
        frames.push(new Frame("/", inParent, scope.candidates(inParent)));
        while (!frames.isEmpty()) {
            Frame frame = frames.element();
            if (frame.candidates.hasNext()) {
                visit(frame, frame.candidates.next());
            } else {
                frames.pop();
                leave(frame);
            }
        }
    }

    private void visit(Frame frame, Candidate candidate) throws IOException {
        String name = candidate.name;
        String path = TreeWalk.child(frame.path, name);
        Optional<Node> before = frame.inParent && candidate.inParent ? parent.find(name) : Optional.empty();
        Optional<Node> after = candidate.inChild ? child.find(name) : Optional.empty();
        if (after.isEmpty()) {
            if (before.isPresent()) {
                findings.deleted(path);
            }
            return;
        }
        Node now = after.get();
        if (before.isEmpty()) {
            findings.present(path, Optional.of(ChangeKind.ADDED), before, now);
        } else {
            both(path, before.get(), now);
        }
        if (now.stat().isDirectory()) {
            boolean inParent = before.filter(node -> node.stat().isDirectory()).isPresent();
            boolean shared = inParent && before.get().stat().isSameFile(now.stat());
            if (!shared) {
                enter(path, name, inParent);
            }
        }
    }

    private void both(String path, Node before, Node after) throws IOException {
        Optional<ChangeKind> kind =
                comparison.differ(before, after) ? Optional.of(ChangeKind.MODIFIED) : Optional.empty();
        findings.present(path, kind, Optional.of(before), after);
    }

    private void enter(String path, String name, boolean inParent) throws IOException {
        child.enter(name);
        if (inParent) {
            parent.enter(name);
        }
        frames.push(new Frame(path, inParent, scope.candidates(inParent)));
    }

    private void leave(Frame frame) throws IOException {
        if (frames.isEmpty()) {
            return;
        }
        child.leave();
        if (frame.inParent) {
            parent.leave();
        }
    }
}
