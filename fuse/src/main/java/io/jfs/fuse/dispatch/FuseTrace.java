package io.jfs.fuse.dispatch;

import io.jfs.fuse.wire.Opcode;

/** Is told of every request after it was handled. Called by several threads at once, and while the caller waits. */
@FunctionalInterface
public interface FuseTrace {
    /**
     * One request.
     *
     * @param error positive error number, 0 for success
     * @param nanos how long the handler took
     */
    void handled(Opcode opcode, long unique, long node, int error, long nanos);
}
