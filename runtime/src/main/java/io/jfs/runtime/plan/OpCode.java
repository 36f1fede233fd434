package io.jfs.runtime.plan;

/**
 * Operations of a plan; those below 64 are carried out in the host's namespaces before the container's exist. Twin of
 * the codes in {@code jfs.h}.
 */
enum OpCode {
    NAMESPACES(1),
    JOIN(2),
    JOIN_PROCESS(3),
    CGROUP(4),
    LISTEN(5),
    CONSOLE(6),
    BIND(7),
    USERNS(8),
    TIME_OFFSETS(9),
    MONITOR(11),
    FOREGROUND(12),
    OOM_SCORE(13),
    SECCOMP_AGENT(14),
    UNSHARE(64),
    BECOME(65),
    PROPAGATE(66),
    ROOT(67),
    MOUNT(68),
    ATTACH(69),
    SETATTR(70),
    MKNOD(71),
    SYMLINK(72),
    MASK(73),
    READONLY(74),
    TERMINAL(75),
    HOOK(76),
    PIVOT(77),
    HOSTNAME(78),
    DOMAINNAME(79),
    PROC_WRITE(80),
    RLIMIT(81),
    KEYRING(82),
    NO_NEW_PRIVS(83),
    SECCOMP(84),
    CREDENTIALS(85),
    CHDIR(86),
    SYNC(87),
    READY(88),
    WAIT_START(89),
    EXEC(90),
    LOOPBACK(91),
    SCHEDULER(92),
    IO_PRIORITY(93),
    PERSONALITY(94),
    SESSION(95),
    MKDIR(96);

    private final int number;

    OpCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
