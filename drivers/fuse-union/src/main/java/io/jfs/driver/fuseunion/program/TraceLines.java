package io.jfs.driver.fuseunion.program;

import io.jfs.fuse.dispatch.FuseTrace;
import io.jfs.fuse.wire.Opcode;
import io.jfs.linux.Errno;
import java.io.PrintStream;

/** One line for each request. */
record TraceLines(PrintStream out) implements FuseTrace {
    @Override
    public void handled(Opcode opcode, long unique, long node, int error, long nanos) {
        String outcome = error == 0 ? "ok" : Errno.of(error).name();
        out.println(unique + " " + opcode + " node " + node + ": " + outcome + ", " + nanos / 1000 + " us");
    }
}
