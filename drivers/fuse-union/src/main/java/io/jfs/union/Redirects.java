package io.jfs.union;

import io.jfs.linux.Errno;
import io.jfs.linux.NativePath;
import io.jfs.union.layer.LayerDirectory;
import io.jfs.union.layer.Marks;
import io.jfs.union.layer.Pin;
import java.io.IOException;
import java.util.Optional;

/** What a directory of the upper needs before it moves, so that it shows the same things at its new place. */
final class Redirects {
    /** The longest that the kernel takes, {@code OVL_REDIRECT_MAX}. */
    private static final int MAX_BYTES = 256;

    private final Context context;
    private final Whiteouts whiteouts;

    Redirects(Context context, Whiteouts whiteouts) {
        this.context = context;
        this.whiteouts = whiteouts;
    }

    /**
     * Marks a directory that will have a new name: one that merges with lower ones says where those are, another
     * becomes opaque where lower ones would show.
     *
     * @throws IOException EXDEV if the path is too long, and then nothing was done
     */
    void prepare(Node node, UnionDirectory into, String name) throws IOException {
        UnionDirectory directory = node.requireDirectory();
        LayerDirectory upper = directory.requireUpper();
        Marks marks = context.layers.marks();
        try (Pin at = upper.pin()) {
            if (directory.lowers.isEmpty()) {
                if (!upper.marks().isOpaque() && whiteouts.isNeeded(into, name)) {
                    marks.setOpaque(at.fd());
                    upper.marksChanged();
                }
                return;
            }
            Optional<String> already = upper.marks().redirect();
            if (already.isPresent() && already.get().startsWith("/")) {
                return;
            }
            String path = directory.lowers.getFirst().path();
            if (NativePath.encode(path).length > MAX_BYTES) {
                throw Failures.of(Errno.EXDEV, "rename", name);
            }
            marks.setRedirect(at.fd(), path);
            upper.marksChanged();
        }
    }
}
