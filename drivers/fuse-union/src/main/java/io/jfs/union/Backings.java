package io.jfs.union;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileStat;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Files whose data the kernel reads and writes itself. While a node is open so, its backing file is one and the same,
 * and it is not open otherwise (fs/fuse/iomode.c). A backing's number is kept until the node dies, its file was copied
 * up, or too many are kept: opening again is cheap.
 *
 * <p>Opened by handle instead are files that the registry does not take, and those with a set-id bit: a write that must
 * clear it never gets to us otherwise. Small files of lower layers, opened for reading, are opened by node: the first
 * opening puts them into the kernel's cache, and the others cost no system call. After reading a backing file the
 * kernel asks for attributes again, after reading its cache it does not.
 */
final class Backings {
    private static final ThreadLocal<ByteBuffer> BUFFERS = new ThreadLocal<>();

    private final Context context;
    private final FileOps files;
    private final BackingCache kept = new BackingCache();

    Backings(Context context, FileOps files) {
        this.context = context;
        this.files = files;
    }

    void use(BackingRegistry registry) {
        context.useBackings(registry);
    }

    /** See {@link Union#openBacked}. */
    long open(Node node, int flags) throws IOException {
        node.requireRegular();
        BackingRegistry registry = requireRegistry();
        requireFresh(node);
        files.prepare(node, flags);
        return open(node, flags, registry, null);
    }

    /** Opens a file that was just made, see {@link Union#createBacked}. */
    long openNew(Node node, int flags, @Nullable Fd real) throws IOException {
        return open(node, flags & ~Open.O_TRUNC, requireRegistry(), real);
    }

    private long open(Node node, int flags, BackingRegistry registry, @Nullable Fd real) throws IOException {
        node.copyUp.lock();
        try {
            requireFresh(node);
            if (node.backedOpens == 0 && isSmallLower(node, flags, registry)) {
                preload(node, (int) node.stat().size(), registry);
                node.handleOpens++;
                return Union.NO_HANDLE;
            }
            if (mustUseHandle(node) || !register(node, registry, real)) {
                long handle = files.openPrepared(node, flags);
                node.handleOpens++;
                return -handle;
            }
            node.backedOpens++;
            return node.backing;
        } finally {
            node.copyUp.unlock();
        }
    }

    private BackingRegistry requireRegistry() throws IOException {
        BackingRegistry registry = context.backings();
        if (registry == null) {
            throw Failures.of(Errno.ENOSYS, "open", "no passthrough");
        }
        return registry;
    }

    private static boolean isSmallLower(Node node, int flags, BackingRegistry registry) {
        FileStat lower = node.lowerStat();
        return lower != null
                && !node.isUpper()
                && lower.size() <= registry.preloadLimit()
                && !FileOps.isForWriting(flags);
    }

    /** Only while nothing is open: the kernel's reading would hold what this waits for. */
    private void preload(Node node, int size, BackingRegistry registry) throws IOException {
        if (node.isPreloaded || node.handleOpens > 0) {
            return;
        }
        ByteBuffer buffer = BUFFERS.get();
        if (buffer == null || buffer.capacity() < size) {
            buffer = ByteBuffer.allocateDirect(registry.preloadLimit());
            BUFFERS.set(buffer);
        }
        buffer.clear().limit(size);
        try (Fd file = node.real().open(Open.O_RDONLY)) {
            for (int count = 0; count >= 0 && buffer.hasRemaining(); ) {
                count = FileIo.pread(file, buffer, buffer.position());
            }
        }
        node.isPreloaded = true;
        if (buffer.position() > 0) {
            registry.preload(node.id, buffer.flip());
        }
    }

    /** What the first opening was, others are while it lasts. */
    private static boolean mustUseHandle(Node node) {
        return node.handleOpens > 0 || (node.backedOpens == 0 && (node.cannotBeBacked || node.hasSetId()));
    }

    /** Makes sure that a node has its present file's backing; false if the registry does not take such files. */
    private boolean register(Node node, BackingRegistry registry, @Nullable Fd known) throws IOException {
        boolean isLower = !node.isUpper();
        if (node.backing != 0 && node.backingIsLower != isLower) {
            giveBack(node, registry);
        }
        if (node.backing != 0) {
            return true;
        }
        try {
            node.backing = known == null ? registerReal(node, registry) : registry.register(known);
            node.backingIsLower = isLower;
        } catch (ErrnoException e) {
            node.cannotBeBacked = e.is(Errno.ELOOP) || e.is(Errno.EOPNOTSUPP);
            if (!node.cannotBeBacked) {
                throw e;
            }
            return false;
        }
        kept.add(node, registry);
        return true;
    }

    private static int registerReal(Node node, BackingRegistry registry) throws IOException {
        try (Fd real = FileOps.openReal(node)) {
            return registry.register(real);
        }
    }

    /** A file that had no name any more when it was copied up may still be open; no lookup can give it a new node. */
    private static void giveBack(Node node, BackingRegistry registry) throws IOException {
        if (node.backedOpens > 0) {
            node.isStale = true;
            requireFresh(node);
        }
        registry.release(node.backing);
        node.backing = 0;
    }

    private static void requireFresh(Node node) throws IOException {
        if (node.isStale) {
            throw Failures.of(Errno.ESTALE, "open", "copied up while open");
        }
    }

    /** See {@link Union#releaseBacked}. */
    void release(Node node, long opened) {
        if (opened < 0) {
            files.release(-opened);
        }
        node.copyUp.lock();
        try {
            if (opened < 0 || node.backedOpens == 0) {
                node.handleOpens = Math.max(0, node.handleOpens - 1);
            } else {
                node.backedOpens--;
            }
        } finally {
            node.copyUp.unlock();
        }
    }
}
