package io.jfs.fuse.transport;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.fuse.wire.InitFlags;
import io.jfs.fuse.wire.InitReply;
import io.jfs.fuse.wire.InitRequest;
import java.io.IOException;

/**
 * Decides the answer to INIT. Taken is what spares requests: kernel-local locks, cached links, ACLs and listings;
 * READDIRPLUS always, because the automatic choice looks up one by one what a large directory's first page left out.
 * Not taken: the write-back cache, which excludes passthrough and costs a GETATTR for each close.
 */
final class Negotiation {
    private static final int MINOR = 45;
    private static final int OLDEST_MINOR = 31; // Linux 5.4
    private static final int MAX_BACKGROUND = 64;
    private static final int CONGESTION = 48;

    private static final long ALWAYS = InitFlags.ASYNC_READ
            | InitFlags.BIG_WRITES
            | InitFlags.DONT_MASK
            | InitFlags.DO_READDIRPLUS
            | InitFlags.ASYNC_DIO
            | InitFlags.PARALLEL_DIROPS
            | InitFlags.ABORT_ERROR
            | InitFlags.MAX_PAGES
            | InitFlags.CACHE_SYMLINKS
            | InitFlags.EXPLICIT_INVAL_DATA
            | InitFlags.HANDLE_KILLPRIV_V2
            | InitFlags.SETXATTR_EXT
            | InitFlags.INIT_EXT
            | InitFlags.CREATE_SUPP_GROUP
            | InitFlags.HAS_EXPIRE_ONLY
            | InitFlags.DIRECT_IO_ALLOW_MMAP
            | InitFlags.NO_EXPORT_SUPPORT;

    private Negotiation() {}

    /**
     * The answer.
     *
     * @param rings whether io_uring is to be used if the kernel offers it
     * @throws IOException if the kernel is too old, or has not what was asked for
     */
    static InitReply answer(InitRequest offer, FuseOptions options, boolean rings) throws IOException {
        if (offer.major() != InitReply.MAJOR || offer.minor() < OLDEST_MINOR) {
            throw new IOException("the kernel speaks FUSE " + offer.major() + "." + offer.minor() + "; at least "
                    + InitReply.MAJOR + "." + OLDEST_MINOR + " (Linux 5.4) is needed");
        }
        long taken = offer.capabilities() & wanted(options, rings);
        boolean passthrough = (taken & InitFlags.PASSTHROUGH) != 0;
        if (options.openMode() == OpenMode.PASSTHROUGH && !passthrough) {
            throw new IOException("the kernel has no FUSE passthrough (Linux 6.9)");
        }
        if (options.transport() == Transport.IO_URING && (taken & InitFlags.OVER_IO_URING) == 0) {
            throw new IOException(
                    "the kernel does not offer FUSE over io_uring (Linux 6.14, " + FuseTransports.ENABLE + "=Y)");
        }
        int maxPages = options.maxWrite() / FuseOptions.PAGE;
        return new InitReply(
                Math.min(MINOR, offer.minor()),
                offer.maxReadahead(),
                taken,
                MAX_BACKGROUND,
                CONGESTION,
                options.maxWrite(),
                maxPages,
                passthrough ? options.stackDepth() : 0);
    }

    private static long wanted(FuseOptions options, boolean rings) {
        long wanted = ALWAYS;
        wanted |= switch (options.openMode()) {
            case AUTO, PASSTHROUGH -> InitFlags.PASSTHROUGH | InitFlags.ATOMIC_O_TRUNC;
            case CACHED -> InitFlags.ATOMIC_O_TRUNC;
            case ZERO -> InitFlags.NO_OPEN_SUPPORT;
        };
        wanted |= options.zeroMessageOpendir() ? InitFlags.NO_OPENDIR_SUPPORT : 0;
        wanted |= options.posixAcl() ? InitFlags.POSIX_ACL : 0;
        wanted |= options.idmapped() ? InitFlags.ALLOW_IDMAP : 0;
        wanted |= rings ? InitFlags.OVER_IO_URING : 0;
        return wanted;
    }
}
