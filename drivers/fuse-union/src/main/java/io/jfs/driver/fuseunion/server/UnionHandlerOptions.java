package io.jfs.driver.fuseunion.server;

/**
 * What a served union offers, and what it spares its users.
 *
 * @param xattrs whether there are extended attributes; without them the kernel never asks for any, not even before the
 *     first write to each file, and ACLs do not work either
 * @param acls whether there are POSIX access control lists
 * @param sync whether fsync(2) does anything. A volatile union never syncs, whatever this says
 * @param collect whether the JVM is told to collect its garbage when as many nodes were forgotten as are known: for a
 *     process that serves and does nothing else, whose heap would first grow to its limit
 */
public record UnionHandlerOptions(boolean xattrs, boolean acls, boolean sync, boolean collect) {
    /** Everything, in a JVM that has other things to do. */
    public static final UnionHandlerOptions DEFAULT = new UnionHandlerOptions(true, true, true, false);

    public UnionHandlerOptions withXattrs(boolean on) {
        return new UnionHandlerOptions(on, acls, sync, collect);
    }

    public UnionHandlerOptions withAcls(boolean on) {
        return new UnionHandlerOptions(xattrs, on, sync, collect);
    }

    public UnionHandlerOptions withSync(boolean on) {
        return new UnionHandlerOptions(xattrs, acls, on, collect);
    }

    public UnionHandlerOptions withCollect(boolean on) {
        return new UnionHandlerOptions(xattrs, acls, sync, on);
    }
}
