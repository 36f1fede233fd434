package io.jfs.driver.fuseunion.server;

import io.jfs.fuse.dispatch.FuseConnection;
import io.jfs.fuse.dispatch.OpenReply;
import io.jfs.fuse.wire.OpenFlags;
import io.jfs.linux.Fd;
import io.jfs.union.Attributes;
import io.jfs.union.BackingRegistry;
import io.jfs.union.Caller;
import io.jfs.union.Name;
import io.jfs.union.Union;
import java.io.IOException;

/**
 * The kernel itself reads and writes the real files. There are no handles then: whatever still reaches us comes by node.
 * A file whose filesystem cannot be used so is opened by handle, always, since the kernel refuses to mix the two.
 */
final class PassthroughOpening implements Opening {
    private static final System.Logger LOG = System.getLogger(PassthroughOpening.class.getName());

    private final Union union;
    private final HandleOpening handles;

    PassthroughOpening(Union union, FuseConnection connection) {
        this.union = union;
        this.handles = new HandleOpening(union);
        union.useBackings(new Registry(connection));
    }

    private record Registry(FuseConnection connection) implements BackingRegistry {
        @Override
        public int register(Fd file) throws IOException {
            return connection.openBacking(file);
        }

        @Override
        public void release(int backing) {
            try {
                connection.closeBacking(backing);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "a backing file stays registered until the unmount", e);
            }
        }
    }

    @Override
    public void open(long node, int flags, OpenReply reply) throws IOException {
        int backing = union.openBacked(node, flags);
        if (backing > 0) {
            reply.passthrough(backing).flags(OpenFlags.NOFLUSH);
        } else {
            handles.open(node, flags, reply);
        }
    }

    @Override
    public void create(long parent, Name name, int mode, int flags, Caller caller, Attributes out, OpenReply reply)
            throws IOException {
        union.makeNode(parent, name, mode, 0, caller, out);
        boolean done = false;
        try {
            open(out.node(), flags, reply);
            done = true;
        } finally {
            if (!done) {
                union.forget(out.node(), 1);
            }
        }
    }

    @Override
    public void release(long node, long handle) {
        if (handle != Union.NO_HANDLE) {
            handles.release(node, handle);
        } else {
            union.releaseBacked(node);
        }
    }
}
