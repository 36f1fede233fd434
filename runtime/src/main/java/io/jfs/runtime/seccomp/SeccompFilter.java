package io.jfs.runtime.seccomp;

/** A compiled filter. */
public final class SeccompFilter {
    private static final int INSTRUCTION_BYTES = 8; // sizeof(struct sock_filter)

    private final byte[] program;
    private final int flags;
    private final boolean notifies;

    SeccompFilter(byte[] program, int flags, boolean notifies) {
        this.program = program;
        this.flags = flags;
        this.notifies = notifies;
    }

    /** An array of {@code struct sock_filter}; a copy. */
    public byte[] program() {
        return program.clone();
    }

    /** For seccomp(2). */
    public int flags() {
        return flags;
    }

    /** Whether a listener is asked; then the flags have {@code SECCOMP_FILTER_FLAG_NEW_LISTENER}. */
    public boolean notifies() {
        return notifies;
    }

    /** How many instructions the program has. */
    public int instructions() {
        return program.length / INSTRUCTION_BYTES;
    }
}
