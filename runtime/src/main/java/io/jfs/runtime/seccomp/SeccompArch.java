package io.jfs.runtime.seccomp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A calling convention that filters are compiled for. */
public enum SeccompArch {
    X86_64("SCMP_ARCH_X86_64", 0xc000_003e, 0, true),
    X86("SCMP_ARCH_X86", 0x4000_0003, 0, false),
    /** Shares x86-64's audit number; its calls have a bit of their own. */
    X32("SCMP_ARCH_X32", 0xc000_003e, SeccompArch.X32_BIT, false),
    AARCH64("SCMP_ARCH_AARCH64", 0xc000_00b7, 0, true);

    /** Set in every call number of x32 (asm/unistd.h, {@code __X32_SYSCALL_BIT}). */
    static final int X32_BIT = 0x4000_0000;

    private final String specName;
    private final int audit;
    private final int firstNumber;
    private final boolean wide;

    SeccompArch(String specName, int audit, int firstNumber, boolean wide) {
        this.specName = specName;
        this.audit = audit;
        this.firstNumber = firstNumber;
        this.wide = wide;
    }

    /** The name in a profile. */
    public String specName() {
        return specName;
    }

    /** The number in {@code seccomp_data.arch} (linux/audit.h). */
    int audit() {
        return audit;
    }

    /** What is added to the numbers of the table. */
    int firstNumber() {
        return firstNumber;
    }

    /** Whether arguments are compared in 64 bits; else, as libseccomp does, only the lower half is. */
    boolean wide() {
        return wide;
    }

    /** The architecture of this name in a profile; empty if filters cannot be compiled for it. */
    public static Optional<SeccompArch> find(String specName) {
        return Arrays.stream(values())
                .filter(arch -> arch.specName.equals(specName))
                .findFirst();
    }

    /** The architecture of this machine. */
    public static SeccompArch host() {
        String name = System.getProperty("os.arch", "");
        return switch (name) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64" -> AARCH64;
            default -> throw new IllegalStateException("no system call table for " + name);
        };
    }

    /** The name that Docker's profiles know the machine by. */
    String goName() {
        return switch (this) {
            case X86_64 -> "amd64";
            case X86 -> "x86";
            case X32 -> "x32";
            case AARCH64 -> "arm64";
        };
    }

    /** Those that a process on this machine can switch to, the machine's own first. */
    static List<SeccompArch> family(SeccompArch host) {
        return host == X86_64 ? List.of(X86_64, X86, X32) : List.of(host);
    }
}
