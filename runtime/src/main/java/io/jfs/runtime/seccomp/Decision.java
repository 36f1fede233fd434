package io.jfs.runtime.seccomp;

import io.jfs.runtime.spec.SeccompSpec.Action;
import java.util.OptionalInt;

/** What a filter returns to the kernel for each action (linux/seccomp.h). */
final class Decision {
    static final int KILL_THREAD = 0;
    static final int ENOSYS = 0x0005_0000 | 38;
    private static final int EPERM = 1;

    private Decision() {}

    /** The value for the action; an absent number is EPERM, as runc has it. */
    static int of(Action action, OptionalInt errno) {
        return switch (action) {
            case KILL_PROCESS -> 0x8000_0000;
            case KILL_THREAD -> KILL_THREAD;
            case TRAP -> 0x0003_0000;
            case ERRNO -> 0x0005_0000 | errno.orElse(EPERM);
            case NOTIFY -> 0x7fc0_0000;
            case TRACE -> 0x7ff0_0000 | errno.orElse(EPERM);
            case LOG -> 0x7ffc_0000;
            case ALLOW -> 0x7fff_0000;
        };
    }
}
