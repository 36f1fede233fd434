package io.jfs.linux.internal;

/**
 * System call numbers: x86_64 from {@code arch/x86/entry/syscalls/syscall_64.tbl} ({@code asm/unistd_64.h}), aarch64
 * from {@code include/uapi/asm-generic/unistd.h}. Calls since Linux 5.1 have the same number everywhere.
 */
public enum Syscall {
    // asm/unistd_64.h, asm-generic/unistd.h: files and their data
    CLOSE(3, 57),
    COPY_FILE_RANGE(326, 285),
    FALLOCATE(285, 47),
    FCNTL(72, 25),
    FDATASYNC(75, 83),
    FLOCK(73, 32),
    FSYNC(74, 82),
    FTRUNCATE(77, 46),
    IOCTL(16, 29),
    LSEEK(8, 62),
    OPENAT(257, 56),
    OPENAT2(437, 437),
    PREAD64(17, 67),
    PWRITE64(18, 68),
    READ(0, 63),
    SYNCFS(306, 267),
    WRITE(1, 64),

    // asm/unistd_64.h, asm-generic/unistd.h: directories and names
    GETDENTS64(217, 61),
    LINKAT(265, 37),
    MKDIRAT(258, 34),
    MKNODAT(259, 33),
    NAME_TO_HANDLE_AT(303, 264),
    OPEN_BY_HANDLE_AT(304, 265),
    READLINKAT(267, 78),
    RENAMEAT2(316, 276),
    SYMLINKAT(266, 36),
    UNLINKAT(263, 35),

    // asm/unistd_64.h, asm-generic/unistd.h: attributes
    FCHMOD(91, 52),
    FCHMODAT(268, 53),
    FCHMODAT2(452, 452),
    FCHOWNAT(260, 54),
    FSTATFS(138, 44),
    QUOTACTL_FD(443, 443),
    STATX(332, 291),
    UTIMENSAT(280, 88),

    // asm/unistd_64.h, asm-generic/unistd.h: extended attributes
    FGETXATTR(193, 10),
    FLISTXATTR(196, 13),
    FREMOVEXATTR(199, 16),
    FSETXATTR(190, 7),
    GETXATTR(191, 8),
    GETXATTRAT(464, 464),
    LGETXATTR(192, 9),
    LISTXATTR(194, 11),
    LISTXATTRAT(465, 465),
    LLISTXATTR(195, 12),
    LREMOVEXATTR(198, 15),
    LSETXATTR(189, 6),
    REMOVEXATTR(197, 14),
    REMOVEXATTRAT(466, 466),
    SETXATTR(188, 5),
    SETXATTRAT(463, 463),

    // asm/unistd_64.h, asm-generic/unistd.h: processes
    BPF(321, 280),
    GETEGID(108, 177),
    GETEUID(107, 175),
    GETPID(39, 172),
    MEMFD_CREATE(319, 279),
    PIDFD_OPEN(434, 434),
    PIDFD_SEND_SIGNAL(424, 424),

    // asm/unistd_64.h, asm-generic/unistd.h: memory, waiting, sockets
    IO_URING_ENTER(426, 426),
    IO_URING_REGISTER(427, 427),
    IO_URING_SETUP(425, 425),
    MMAP(9, 222),
    MUNMAP(11, 215),
    PPOLL(271, 73),
    RECVMSG(47, 212),
    SCHED_SETAFFINITY(203, 122),
    SENDTO(44, 206),
    SOCKET(41, 198),
    SOCKETPAIR(53, 199),
    WAIT4(61, 260),

    // asm/unistd_64.h, asm-generic/unistd.h: mounts
    FSCONFIG(431, 431),
    FSMOUNT(432, 432),
    FSOPEN(430, 430),
    MOUNT(165, 40),
    MOUNT_SETATTR(442, 442),
    MOVE_MOUNT(429, 429),
    OPEN_TREE(428, 428),
    UMOUNT2(166, 39);

    private final int x86;
    private final int arm;

    Syscall(int x86, int arm) {
        this.x86 = x86;
        this.arm = arm;
    }

    /** The number on the machine that this JVM runs on. */
    public long number() {
        return Architecture.AARCH64 ? arm : x86;
    }
}
