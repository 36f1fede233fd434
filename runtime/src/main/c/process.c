/* What a process is besides its files: identity, capabilities, filter, program. */
#include "jfs.h"
#include "sys.h"

#include <grp.h>
#include <limits.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>

enum { CAP_LAST = 63, SET_BOUNDING = 0, SET_EFFECTIVE, SET_INHERITABLE, SET_PERMITTED, SET_AMBIENT };

/* linux/capability.h, version 3 */
struct cap_header {
    uint32_t version;
    int pid;
};
struct cap_data {
    uint32_t effective, permitted, inheritable;
};

static void drop_bounding(uint64_t keep) {
    for (int cap = 0; cap <= CAP_LAST; cap++) {
        int has = prctl(PR_CAPBSET_READ, cap, 0, 0, 0);
        if (has < 0)
            return; /* past the kernel's last */
        if (has && !(keep >> cap & 1) && prctl(PR_CAPBSET_DROP, cap, 0, 0, 0))
            fail("prctl", "PR_CAPBSET_DROP");
    }
}

static void set_capabilities(uint64_t effective, uint64_t permitted, uint64_t inheritable) {
    struct cap_header header = {.version = 0x20080522};
    struct cap_data data[2];
    for (int i = 0; i < 2; i++) {
        data[i].effective = (uint32_t)(effective >> 32 * i);
        data[i].permitted = (uint32_t)(permitted >> 32 * i);
        data[i].inheritable = (uint32_t)(inheritable >> 32 * i);
    }
    if (syscall(SYS_capset, &header, data))
        fail("capset", "a capability that this process does not have itself");
}

void op_credentials(const struct op *op) {
    uid_t uid = (uid_t)op->n[0];
    gid_t gid = (gid_t)op->n[1], groups[1024];
    const int64_t *sets = op->n + 3;
    size_t count = (size_t)op->ints - 8;
    if (op->ints < 8 || count > 1024)
        fail_with(EINVAL, "setgroups", "too many groups");
    for (size_t i = 0; i < count; i++)
        groups[i] = (gid_t)op->n[8 + i];
    drop_bounding((uint64_t)sets[SET_BOUNDING]);
    if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0))
        fail("prctl", "PR_SET_KEEPCAPS");
    char deny[8] = "";
    int file = openat(proc_fd, "self/setgroups", O_RDONLY | O_CLOEXEC);
    if (file >= 0 && read(file, deny, sizeof deny - 1) < 0)
        deny[0] = 0;
    if (file >= 0)
        close(file);
    /* A user namespace that a plain user made forbids it, and then there are no groups to take away. */
    if ((count > 0 || strncmp(deny, "deny", 4)) && syscall(SYS_setgroups, count, groups))
        fail("setgroups", "");
    char text[32];
    snprintf(text, sizeof text, "%u", gid);
    if (syscall(SYS_setresgid, gid, gid, gid))
        fail("setresgid", text);
    snprintf(text, sizeof text, "%u", uid);
    if (syscall(SYS_setresuid, uid, uid, uid))
        fail("setresuid", text);
    if (prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0))
        fail("prctl", "PR_SET_KEEPCAPS");
    set_capabilities((uint64_t)sets[SET_EFFECTIVE], (uint64_t)sets[SET_PERMITTED], (uint64_t)sets[SET_INHERITABLE]);
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    for (int cap = 0; cap <= CAP_LAST; cap++)
        if (((uint64_t)sets[SET_AMBIENT] >> cap & 1) && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, cap, 0, 0))
            fail("prctl", "PR_CAP_AMBIENT_RAISE");
    if (op->n[2] >= 0)
        umask((mode_t)op->n[2]);
}

/* seccomp(2): the filter of the plan as it is; a struct sock_filter has the size of one of the plan's numbers. */
void op_seccomp(const struct op *op, int boot) {
    enum { SET_MODE_FILTER = 1, NEW_LISTENER = 8 };
    struct {
        unsigned short length;
        const void *filter;
    } program = {.length = (unsigned short)(op->ints - 1), .filter = op->n + 1};
    if (op->ints < 2)
        fail_with(EINVAL, "seccomp", "empty filter");
    long listener = syscall(SYS_seccomp, SET_MODE_FILTER, op->n[0], &program);
    if (listener < 0)
        fail("seccomp", "filter");
    if (op->n[0] & NEW_LISTENER) {
        /* The filter may stop every call but write: boot takes the listener by its number. */
        char report[5] = {MSG_NOTIFY};
        int number = (int)listener;
        memcpy(report + 1, &number, sizeof number);
        if (write(boot, report, sizeof report) < 0 || read(boot, report, sizeof report) <= 0)
            fail("seccomp", "agent");
        close(number);
    }
}

/*
 * A working directory that is a leaked descriptor's (/proc/self/fd/7) would be outside the root, and then the kernel
 * has no path for it.
 */
static void verify_directory(const char *path) {
    char current[PATH_MAX + 32];
    long n = syscall(SYS_getcwd, current, sizeof current);
    if (n < 0 || current[0] != '/')
        fail_with(n < 0 ? errno : ENOENT, "chdir outside of the container", path);
}

void op_chdir(const struct op *op) {
    const char *path = op_string(op, 0);
    if (chdir(path))
        fail("chdir", path);
    verify_directory(path);
}

void op_loopback(void) {
    struct ifreq request = {.ifr_name = "lo"};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || ioctl(fd, SIOCGIFFLAGS, &request))
        fail("ioctl", "lo");
    request.ifr_flags |= IFF_UP;
    if (ioctl(fd, SIOCSIFFLAGS, &request))
        fail("ioctl", "lo");
    close(fd);
}

void op_scheduler(const struct op *op) {
    struct { /* linux/sched/types.h */
        uint32_t size, policy;
        uint64_t flags;
        int32_t nice;
        uint32_t priority;
        uint64_t runtime, deadline, period;
    } attributes = {.size = 48, .policy = (uint32_t)op->n[0], .flags = (uint64_t)op->n[1], .nice = (int32_t)op->n[2],
        .priority = (uint32_t)op->n[3], .runtime = (uint64_t)op->n[4], .deadline = (uint64_t)op->n[5],
        .period = (uint64_t)op->n[6]};
    if (syscall(SYS_sched_setattr, 0, &attributes, 0))
        fail("sched_setattr", "");
}

void reset_signals(void) {
    sigset_t none;
    for (int i = 1; i < 65; i++)
        signal(i, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static int is_program(const char *path) {
    struct stat st;
    if (faccessat(AT_FDCWD, path, X_OK, AT_EACCESS))
        return 0;
    if (stat(path, &st) == 0 && S_ISREG(st.st_mode))
        return 1;
    errno = EACCES;
    return 0;
}

/* As execvp(3) would find it, by the new environment's PATH and with the rights of the process that will run it. */
char *find_program(const char *name, char **environment) {
    static char path[PATH_MAX];
    if (strchr(name, '/')) {
        if (!is_program(name))
            fail("exec", name);
        return (char *)(uintptr_t)name;
    }
    const char *search = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    for (char **e = environment; *e; e++)
        if (!strncmp(*e, "PATH=", 5))
            search = *e + 5;
    int error = ENOENT;
    for (const char *at = search; *name && at; at = strchr(at, ':') ? strchr(at, ':') + 1 : NULL) {
        int length = (int)strcspn(at, ":");
        snprintf(path, sizeof path, "%.*s/%s", length, length ? at : ".", name);
        if (is_program(path))
            return path;
        if (errno == EACCES)
            error = EACCES;
    }
    fail_with(error, error == ENOENT ? "find in $PATH" : "exec", name);
}

void op_exec(const struct op *op, const char *program) {
    char **arguments = op_vector(op, 0, (int)op->n[0]);
    char **environment = op_vector(op, (int)op->n[0], op->strings - (int)op->n[0]);
    reset_signals();
    execve(program, arguments, environment);
    fail("exec", program);
}
