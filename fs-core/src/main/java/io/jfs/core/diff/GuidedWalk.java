package io.jfs.core.diff;

import io.jfs.linux.Fd;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Finds the changes between two trees where something else already knows which names may differ: only those are looked
 * at, so the cost is that of the change. The answer is exactly that of {@link DoubleWalk}. Memory is proportional to
 * the number of names looked at.
 */
public final class GuidedWalk {
    private GuidedWalk() {}

    /** Knows all names of an inode. */
    @FunctionalInterface
    public interface LinkNames {
        /**
         * The paths of a file that has several names, each relative to the root.
         *
         * @return empty if they cannot be told
         */
        Optional<List<String>> of(long inode) throws IOException;
    }

    /**
     * One of the trees.
     *
     * @param root open for reading, stays open
     * @param names of its inodes
     */
    public record Tree(Fd root, LinkNames names) {}

    /**
     * Finds what changed.
     *
     * @param edits made the one tree out of the other; more than that does no harm
     * @param out receives the changes in canonical order
     * @return false if a double walk is needed; nothing was put out then
     * @throws IOException if a tree cannot be read, or from the consumer
     */
    public static boolean changes(Tree before, Tree after, EditedTree edits, ChangeConsumer out) throws IOException {
        GuidedFindings findings = new GuidedFindings();
        try (DirectoryView parent = new DirectoryView(before.root());
                GuidedView child = new GuidedView(after.root(), edits)) {
            new PairWalk(parent, child, inParent -> child.candidates(parent, inParent), findings).run();
        }
        try {
            findings.addLinkPartners(before, after);
        } catch (NeedsDoubleWalkException e) {
            return false;
        }
        LinkTracker tracker = new LinkTracker(out);
        for (Finding finding : findings.inOrder()) {
            finding.tell(tracker);
        }
        tracker.finish();
        return true;
    }
}
