package io.jfs.driver.fuseunion.server;

import io.jfs.fuse.dispatch.OpenReply;
import io.jfs.linux.Open;
import io.jfs.union.Attributes;
import io.jfs.union.Caller;
import io.jfs.union.Name;
import io.jfs.union.Union;
import java.io.IOException;

/** How files are opened and closed, in one {@link io.jfs.fuse.dispatch.OpenMode}. */
interface Opening {
    void open(long node, int flags, OpenReply reply) throws IOException;

    /** Makes a file and opens it, or fails and leaves no lookup. */
    void create(long parent, Name name, int mode, int flags, Caller caller, Attributes made, OpenReply reply)
            throws IOException;

    /** Opens a file that was just made; if that fails, its lookup is taken back. */
    static void openMade(Opening opening, Union union, long made, int flags, OpenReply reply) throws IOException {
        boolean done = false;
        try {
            opening.open(made, flags & ~Open.O_TRUNC, reply);
            done = true;
        } finally {
            if (!done) {
                union.forget(made, 1);
            }
        }
    }

    /** Undoes one opening. */
    void release(long node, long handle);
}
