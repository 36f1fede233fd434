package io.jfs.runtime.oci;

import io.jfs.runtime.plan.Plan;
import io.jfs.runtime.seccomp.SeccompArch;
import io.jfs.runtime.seccomp.SeccompCompiler;
import io.jfs.runtime.seccomp.SeccompFilter;
import io.jfs.runtime.spec.SeccompSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A seccomp filter in a plan. */
final class SeccompProgram {
    private SeccompProgram() {}

    static void load(Plan plan, SeccompSpec spec) throws IOException {
        SeccompFilter filter;
        try {
            filter = SeccompCompiler.compile(spec, SeccompArch.host());
        } catch (IllegalArgumentException e) {
            throw new IOException("linux.seccomp: " + e.getMessage(), e);
        }
        if (filter.notifies() && spec.listenerPath().isEmpty()) {
            throw new IOException("linux.seccomp: SCMP_ACT_NOTIFY needs a listenerPath");
        }
        ByteBuffer program = ByteBuffer.wrap(filter.program()).order(ByteOrder.nativeOrder());
        long[] instructions = new long[program.remaining() / Long.BYTES];
        program.asLongBuffer().get(instructions);
        plan.seccomp(filter.flags(), instructions);
    }
}
