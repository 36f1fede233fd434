package io.jfs.core.diff;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

public final class OverlayUpperDiff {
    private OverlayUpperDiff() {}

    public static boolean changes(Path upper, List<Path> lowers, String xattrPrefix, ChangeConsumer out)
            throws IOException {
        throw new IOException("not yet");
    }
}
