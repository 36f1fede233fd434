package io.jfs.core.diff;

import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Finds the changes that an overlay upper directory holds by walking the upper alone, so the cost is that of the
 * change, not of the tree. The answer is exactly what {@link DoubleWalk} says of the lower layers' merged view and the
 * whole merged view:
 *
 * <ul>
 *   <li>a whiteout, character device 0/0 or in its extended attribute form, is {@code DELETED} if the lowers have it;
 *   <li>an opaque directory is compared, all below it, with the lowers' merged directory;
 *   <li>a file that was copied up but not changed is nothing;
 *   <li>if a copied-up file had link partners in the lower layer, the layer is searched for their names, which reads
 *       its directories but not its inodes.
 * </ul>
 *
 * Where only the kernel can tell what a layer means ({@code redirect}, {@code metacopy}, or the link counts of
 * {@code index=on}), the answer is that a double walk is needed. Memory is proportional to the number of entries in the
 * upper.
 */
public final class OverlayUpperDiff {
    private OverlayUpperDiff() {}

    /**
     * Finds what changed.
     *
     * @param upper the upper directory
     * @param lowers the layers below, nearest first; may be empty
     * @param xattrPrefix {@code trusted.overlay.} or {@code user.overlay.}
     * @param out receives the changes in canonical order
     * @return false if a double walk is needed; nothing was put out then
     * @throws IOException if a layer cannot be read, or from the consumer
     */
    public static boolean changes(Path upper, List<Path> lowers, String xattrPrefix, ChangeConsumer out)
            throws IOException {
        OverlayMarks marks = new OverlayMarks(xattrPrefix);
        List<Finding> findings;
        try {
            findings = lowers.isEmpty() ? findAll(upper, marks) : find(upper, lowers, marks);
        } catch (NeedsDoubleWalkException e) {
            return false;
        }
        LinkTracker tracker = new LinkTracker(out);
        for (Finding finding : findings) {
            finding.tell(tracker);
        }
        tracker.finish();
        return true;
    }

    private static List<Finding> find(Path upper, List<Path> lowers, OverlayMarks marks) throws IOException {
        UpperFindings findings = new UpperFindings(marks);
        try (LayerView parent = new LayerView(lowers, marks);
                LayerView child = new LayerView(List.of(upper), marks)) {
            new PairWalk(parent, child, inParent -> candidates(parent, child, inParent), findings).run();
        }
        List<Path> all = new ArrayList<>(lowers);
        all.addFirst(upper);
        try (LayerView parent = new LayerView(lowers, marks);
                LayerView child = new LayerView(all, marks)) {
            new LinkPartners(lowers, parent, child, marks).addTo(findings);
        }
        return findings.inOrder();
    }

    /** Without lowers the upper is shown as it is, so a device 0/0 is a device; before it there was nothing. */
    private static List<Finding> findAll(Path upper, OverlayMarks marks) throws IOException {
        UpperFindings findings = new UpperFindings(marks);
        try (Fd root = Open.open(upper, Open.O_RDONLY | Open.O_DIRECTORY, 0);
                TreeView child = new DirectoryView(root)) {
            new PairWalk(child, child, inParent -> added(child), findings).runWithoutParent();
        }
        return findings.inOrder();
    }

    /** Where lower entries show through, only what the upper has can have changed. */
    private static Iterator<PairWalk.Candidate> candidates(LayerView parent, LayerView child, boolean inParent)
            throws IOException {
        if (!inParent) {
            return added(child);
        }
        if (child.isOpaque()) {
            return new MergedNames(parent.names(), child.names());
        }
        List<String> names = child.namesOfNearest();
        return new MergedNames(names, names);
    }

    private static Iterator<PairWalk.Candidate> added(TreeView child) throws IOException {
        return new MergedNames(List.of(), child.names());
    }
}
