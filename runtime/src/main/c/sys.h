/* System calls and constants that a C library may not have yet; numbers since Linux 5.1 are the same everywhere. */
#ifndef SYS_H
#define SYS_H

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NR_open_tree 428
#define NR_move_mount 429
#define NR_fsopen 430
#define NR_fsconfig 431
#define NR_fsmount 432
#define NR_pidfd_open 434
#define NR_clone3 435
#define NR_close_range 436
#define NR_openat2 437
#define NR_pidfd_getfd 438
#define NR_mount_setattr 442

/* linux/sched.h */
#define NEW_TIME 0x00000080
#define NEW_NS 0x00020000
#define NEW_CGROUP 0x02000000
#define NEW_UTS 0x04000000
#define NEW_IPC 0x08000000
#define NEW_USER 0x10000000
#define NEW_PID 0x20000000
#define NEW_NET 0x40000000
#define SIBLING 0x00008000 /* CLONE_PARENT */
#define INTO_CGROUP 0x200000000ULL

struct clone_arguments {
    uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid, set_tid_size, cgroup;
};

/* linux/openat2.h */
struct open_arguments {
    uint64_t flags, mode, resolve;
};
#define IN_ROOT 0x10
#define NO_MAGICLINKS 0x02
#define NO_SYMLINKS 0x04

/* linux/mount.h */
struct mount_attributes {
    uint64_t set, clear, propagation, userns_fd;
};
#define TREE_CLONE 1
#define TREE_CLOEXEC O_CLOEXEC
#define RECURSIVE 0x8000
#define EMPTY_PATH 0x1000
#define ATTR_RDONLY 0x01
#define ATTR_NOSUID 0x02
#define ATTR_NODEV 0x04
#define ATTR_NOEXEC 0x08
#define ATTR_IDMAP 0x00100000
#define MOVE_FROM_EMPTY 0x04
#define MOVE_TO_EMPTY 0x40
#define FS_CLOEXEC 1
#define FS_SET_FLAG 0
#define FS_SET_STRING 1
#define FS_CREATE 6

static inline int sys_open_tree(int dir, const char *path, unsigned flags) {
    return (int)syscall(NR_open_tree, dir, path, flags | TREE_CLOEXEC);
}
static inline int sys_move_mount(int from, int to) {
    return (int)syscall(NR_move_mount, from, "", to, "", MOVE_FROM_EMPTY | MOVE_TO_EMPTY);
}
static inline int sys_mount_setattr(int fd, int recursive, struct mount_attributes *attributes) {
    unsigned flags = EMPTY_PATH | (recursive ? RECURSIVE : 0);
    return (int)syscall(NR_mount_setattr, fd, "", flags, attributes, sizeof *attributes);
}
static inline int sys_openat2(int dir, const char *path, uint64_t flags, uint64_t resolve) {
    struct open_arguments how = {.flags = flags | O_CLOEXEC, .resolve = resolve};
    return (int)syscall(NR_openat2, dir, path, &how, sizeof how);
}
static inline int sys_pidfd_open(pid_t pid) {
    return (int)syscall(NR_pidfd_open, pid, 0);
}

#endif
