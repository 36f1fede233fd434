package io.jfs.core.diff;

import io.jfs.linux.Fd;
import java.io.IOException;

public final class DoubleWalk {
    private DoubleWalk() {}

    public static void changes(Fd parentRoot, Fd root, ChangeConsumer out) throws IOException {
        throw new IOException("not yet");
    }
}
