package io.jfs.core.tree;

import io.jfs.linux.Fd;
import java.io.IOException;
import java.nio.file.Path;

public final class TreeRemover {
    private TreeRemover() {}

    public static void remove(Path tree) throws IOException {
        throw new IOException("not yet");
    }

    public static void removeContents(Fd directory) throws IOException {
        throw new IOException("not yet");
    }

    public static void removeAt(Fd parent, String name) throws IOException {
        throw new IOException("not yet");
    }
}
