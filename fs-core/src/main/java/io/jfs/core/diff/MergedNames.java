package io.jfs.core.diff;

import io.jfs.core.diff.PairWalk.Candidate;
import io.jfs.core.tree.NameOrder;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Two sorted lists of names as one sorted list of candidates. */
final class MergedNames implements Iterator<Candidate> {
    private final List<String> parent;
    private final List<String> child;
    private int nextParent;
    private int nextChild;

    MergedNames(List<String> parent, List<String> child) {
        this.parent = parent;
        this.child = child;
    }

    @Override
    public boolean hasNext() {
        return nextParent < parent.size() || nextChild < child.size();
    }

    @Override
    public Candidate next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int order = order();
        String name = order <= 0 ? parent.get(nextParent) : child.get(nextChild);
        if (order <= 0) {
            nextParent++;
        }
        if (order >= 0) {
            nextChild++;
        }
        return new Candidate(name, order <= 0, order >= 0);
    }

    private int order() {
        if (nextParent == parent.size()) {
            return 1;
        }
        if (nextChild == child.size()) {
            return -1;
        }
        return NameOrder.NAMES.compare(parent.get(nextParent), child.get(nextChild));
    }
}
