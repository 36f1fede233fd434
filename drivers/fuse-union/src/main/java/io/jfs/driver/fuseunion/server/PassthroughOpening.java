package io.jfs.driver.fuseunion.server;

import io.jfs.fuse.dispatch.FuseConnection;
import io.jfs.fuse.dispatch.OpenReply;
import io.jfs.fuse.wire.OpenFlags;
import io.jfs.linux.Fd;
import io.jfs.union.BackingRegistry;
import io.jfs.union.Union;
import java.io.IOException;

/**
 * The kernel itself reads and writes the real files. Such files have no handle: whatever still reaches us comes by
 * node. Those that cannot be opened so have one.
 */
final class PassthroughOpening implements Opening {
    private static final System.Logger LOG = System.getLogger(PassthroughOpening.class.getName());

    private final Union union;

    PassthroughOpening(Union union, FuseConnection connection) {
        this.union = union;
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
        long opened = union.openBacked(node, flags);
        if (opened > 0) {
            reply.passthrough((int) opened).flags(OpenFlags.NOFLUSH);
        } else {
            HandleOpening.answer(-opened, reply);
        }
    }

    @Override
    public void release(long node, long handle) {
        union.releaseBacked(node, -handle);
    }
}
