package io.jfs.driver.fuseunion.server;

/**
 * What a served union offers, and what it spares its users.
 *
 * @param xattrs whether there are extended attributes; without them the kernel never asks for any, not even before the
 *     first write to each file, and ACLs do not work either
 * @param acls whether there are POSIX access control lists
 * @param sync whether fsync(2) does anything. A volatile union never syncs, whatever this says
 */
public record UnionHandlerOptions(boolean xattrs, boolean acls, boolean sync) {
    /** Everything. */
    public static final UnionHandlerOptions DEFAULT = new UnionHandlerOptions(true, true, true);

    public UnionHandlerOptions withXattrs(boolean on) {
        return new UnionHandlerOptions(on, acls, sync);
    }

    public UnionHandlerOptions withAcls(boolean on) {
        return new UnionHandlerOptions(xattrs, on, sync);
    }

    public UnionHandlerOptions withSync(boolean on) {
        return new UnionHandlerOptions(xattrs, acls, on);
    }
}
