package io.jfs.driver.fuseunion.server;

import io.jfs.fuse.dispatch.OpenReply;
import io.jfs.fuse.wire.OpenFlags;
import io.jfs.union.Attributes;
import io.jfs.union.Caller;
import io.jfs.union.Name;
import io.jfs.union.Union;
import java.io.IOException;

/** Each open file has a handle of the union; its data goes through the kernel's page cache, which stays valid. */
final class HandleOpening implements Opening {
    private final Union union;

    HandleOpening(Union union) {
        this.union = union;
    }

    @Override
    public void open(long node, int flags, OpenReply reply) throws IOException {
        answer(union.open(node, flags), reply);
    }

    @Override
    public void create(long parent, Name name, int mode, int flags, Caller caller, Attributes made, OpenReply reply)
            throws IOException {
        answer(union.create(parent, name, mode, flags, caller, made), reply);
    }

    static void answer(long handle, OpenReply reply) {
        reply.handle(handle).flags(OpenFlags.KEEP_CACHE | OpenFlags.NOFLUSH);
    }

    @Override
    public void release(long node, long handle) {
        union.release(handle);
    }
}
