package io.jfs.union;

import io.jfs.union.layer.RealFile;
import java.io.IOException;

/** Taking away what a program may do beyond its user, when its file changes. */
final class Privileges {
    private static final int S_ISUID = 04000;
    private static final int S_ISGID = 02000;
    private static final int S_IXGRP = 00010;

    private Privileges() {}

    /**
     * Clears set-user-id, and set-group-id of an executable, of a file in the upper. The capabilities have gone with
     * the change.
     */
    static void kill(Node node) throws IOException {
        synchronized (node) {
            RealFile real = node.real();
            int mode = real.stat().permissions();
            int less = mode & ~S_ISUID;
            if ((mode & S_IXGRP) != 0) {
                less &= ~S_ISGID;
            }
            if (less != mode) {
                real.chmod(less);
            }
            node.sawMode(less);
        }
    }
}
