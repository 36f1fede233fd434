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
import java.nio.ByteBuffer;

/**
 * The kernel itself reads and writes the real files. Such files have no handle: whatever still reaches us comes by
 * node. Those that cannot be opened so have one. Small files of lower layers, if only read, are in the kernel's cache
 * and have none either.
 */
final class PassthroughOpening implements Opening {
    private static final System.Logger LOG = System.getLogger(PassthroughOpening.class.getName());

    /** Beyond this the kernel's sharing the layer's own pages is worth more than the request it costs. */
    private static final int PRELOAD_LIMIT = 32 * 1024;

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
        public int preloadLimit() {
            return PRELOAD_LIMIT;
        }

        @Override
        public void preload(long node, ByteBuffer data) {
            try {
                connection.notifier().store(node, 0, data);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "a file is not in the cache: the kernel will ask for its data", e);
            }
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
        answer(union.openBacked(node, flags), reply);
    }

    @Override
    public void create(long parent, Name name, int mode, int flags, Caller caller, Attributes made, OpenReply reply)
            throws IOException {
        answer(union.createBacked(parent, name, mode, flags, caller, made), reply);
    }

    private static void answer(long opened, OpenReply reply) {
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
