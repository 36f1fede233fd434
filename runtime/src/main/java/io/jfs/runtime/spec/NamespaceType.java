package io.jfs.runtime.spec;

import java.util.Locale;

/** What a namespace isolates. */
public enum NamespaceType {
    USER(0x10000000, "user"),
    MOUNT(0x00020000, "mnt"),
    PID(0x20000000, "pid"),
    NETWORK(0x40000000, "net"),
    IPC(0x08000000, "ipc"),
    UTS(0x04000000, "uts"),
    CGROUP(0x02000000, "cgroup"),
    TIME(0x00000080, "time");

    private final int cloneFlag;
    private final String procName;

    NamespaceType(int cloneFlag, String procName) {
        this.cloneFlag = cloneFlag;
        this.procName = procName;
    }

    /** The flag of clone(2) and unshare(2) (linux/sched.h). */
    public int cloneFlag() {
        return cloneFlag;
    }

    /** The name beneath {@code /proc/PID/ns}. */
    public String procName() {
        return procName;
    }

    /** The name in a {@code config.json}. */
    public String specName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
