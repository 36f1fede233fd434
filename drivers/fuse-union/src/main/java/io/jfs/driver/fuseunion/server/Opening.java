package io.jfs.driver.fuseunion.server;

import io.jfs.fuse.dispatch.OpenReply;
import io.jfs.union.Attributes;
import io.jfs.union.Caller;
import io.jfs.union.Name;
import java.io.IOException;

/** How files are opened and closed, in one {@link io.jfs.fuse.dispatch.OpenMode}. */
interface Opening {
    void open(long node, int flags, OpenReply reply) throws IOException;

    /** Makes and opens a file; {@code out} has its node. */
    void create(long parent, Name name, int mode, int flags, Caller caller, Attributes out, OpenReply reply)
            throws IOException;

    /** Undoes one opening. */
    void release(long node, long handle);
}
