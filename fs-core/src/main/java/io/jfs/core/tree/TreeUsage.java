package io.jfs.core.tree;

import io.jfs.core.Usage;
import io.jfs.linux.Fd;
import java.io.IOException;

public final class TreeUsage {
    private TreeUsage() {}

    public static Usage of(Fd directory) throws IOException {
        throw new IOException("not yet");
    }
}
