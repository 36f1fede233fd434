package io.jfs.core.tree;

import io.jfs.linux.Fd;
import java.io.IOException;

public final class TreeCopy {
    private TreeCopy() {}

    public static CopyResult copy(Fd from, Fd to, CopyOptions options) throws IOException {
        throw new IOException("not yet");
    }
}
