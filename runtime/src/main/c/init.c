/* Init: carries out its part of the plan in order, then becomes the container's program. */
#include "jfs.h"
#include "sys.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

int console_fd = -1;
int listen_fd = -1;

static const char *states[2]; /* for hooks: creating, created */
static char *program;

static void become(const struct op *op) {
    if (op->n[2] && syscall(SYS_setgroups, 0, NULL))
        fail("setgroups", "");
    if (syscall(SYS_setresgid, op->n[1], op->n[1], op->n[1]) || syscall(SYS_setresuid, op->n[0], op->n[0], op->n[0]))
        fail("setresuid", "root of the user namespace");
    if (prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)) /* changing ids has cleared it, and then /proc/self is the host's */
        fail("prctl", "PR_SET_DUMPABLE");
}

static void limit(const struct op *op) {
    struct rlimit value = {(rlim_t)op->n[1], (rlim_t)op->n[2]};
    if (setrlimit((int)op->n[0], &value))
        fail("setrlimit", op_string(op, 0));
}

static void proc_write(const struct op *op) {
    write_file(proc_fd, op_string(op, 0), op_string(op, 1), "write /proc");
}

static void keyring(const struct op *op) {
    enum { JOIN_SESSION_KEYRING = 1 };
    long key = syscall(SYS_keyctl, JOIN_SESSION_KEYRING, op_string(op, 0), 0, 0, 0);
    if (key < 0 && errno != ENOSYS && errno != EPERM && errno != EDQUOT)
        fail("keyctl", op_string(op, 0));
}

static void wait_start(void) {
    char byte;
    int connection;
    do
        connection = accept4(listen_fd, NULL, NULL, SOCK_CLOEXEC);
    while (connection < 0 && errno == EINTR);
    if (connection < 0)
        fail("accept", "start socket");
    close(listen_fd);
    report_fd = connection; /* whoever starts hears of errors, and by its end of success */
    if (read(connection, &byte, 1) != 1)
        fail_with(ECANCELED, "start", "the starter has gone");
}

static void set_name(const struct op *op) {
    const char *name = op_string(op, 0);
    int result = op->code == OP_HOSTNAME ? sethostname(name, strlen(name)) : setdomainname(name, strlen(name));
    if (result)
        fail(op->code == OP_HOSTNAME ? "sethostname" : "setdomainname", name);
}

static int by_number(const void *a, const void *b) {
    return *(const int *)a - *(const int *)b;
}

/*
 * Closes what is not needed any more, once, and before a filter that may forbid it: the program's limit of open files
 * may be small.
 */
static void close_rest(int boot) {
    static int done;
    struct op exec;
    int keep[] = {boot, listen_fd, proc_fd, root_fd};
    unsigned from = plan_has(OP_EXEC, &exec) ? 3 + (unsigned)exec.n[1] : 3;
    if (done++)
        return;
    qsort(keep, 4, sizeof *keep, by_number);
    for (int i = 0; i < 4; i++) {
        if (keep[i] < (int)from)
            continue;
        if ((unsigned)keep[i] > from)
            syscall(NR_close_range, from, (unsigned)keep[i] - 1, 0);
        from = (unsigned)keep[i] + 1;
    }
    if (syscall(NR_close_range, from, ~0U, 0))
        fail("close_range", "");
}

/* After READY boot may have gone, and with it the other end. */
static void ready(int boot) {
    struct op exec;
    if (!plan_has(OP_EXEC, &exec))
        fail_with(EPROTO, "read", "plan");
    close_rest(boot);
    int arguments = (int)exec.n[0];
    char **environment = op_vector(&exec, arguments, exec.strings - arguments);
    program = find_program(op_string(&exec, 0), environment);
    char type = MSG_READY;
    (void)!write(boot, &type, 1); /* a seccomp filter that lets nothing but write pass must do */
    free(environment);
}

static void check(int result, const char *operation, const char *what) {
    if (result < 0)
        fail(operation, what);
}

static void perform(const struct op *op, int boot) {
    switch (op->code) {
    case OP_UNSHARE: check(unshare((int)op->n[0]), "unshare", "namespaces"); break;
    case OP_BECOME: become(op); break;
    case OP_PROPAGATE: check(mount(NULL, "/", NULL, (unsigned long)op->n[0], NULL), "mount propagation", "/"); break;
    case OP_BIND: slot_set(op->n[0], bind_source(op, 0)); break;
    case OP_ROOT: op_root(op); break;
    case OP_MOUNT: op_mount(op); break;
    case OP_ATTACH: op_attach(op); break;
    case OP_SETATTR: op_setattr(op); break;
    case OP_MKNOD: op_mknod(op); break;
    case OP_SYMLINK: op_symlink(op); break;
    case OP_MASK: op_mask(op); break;
    case OP_READONLY: op_readonly(op); break;
    case OP_TERMINAL: op_terminal(op, console_fd, boot); break;
    case OP_HOOK: op_hook(op, states[op->n[2] != 0]); break;
    case OP_PIVOT: op_pivot(op); break;
    case OP_HOSTNAME:
    case OP_DOMAINNAME: set_name(op); break;
    case OP_PROC_WRITE: proc_write(op); break;
    case OP_RLIMIT: limit(op); break;
    case OP_KEYRING: keyring(op); break;
    case OP_NO_NEW_PRIVS: check(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl", "PR_SET_NO_NEW_PRIVS"); break;
    case OP_SECCOMP:
        close_rest(boot);
        op_seccomp(op, boot);
        break;
    case OP_CREDENTIALS: op_credentials(op); break;
    case OP_CHDIR: op_chdir(op); break;
    case OP_SYNC:
        send_message(boot, MSG_SYNC, NULL, 0);
        expect_message(boot, MSG_SYNC);
        break;
    case OP_READY: ready(boot); break;
    case OP_WAIT_START: wait_start(); break;
    case OP_EXEC: op_exec(op, program);
    case OP_LOOPBACK: op_loopback(); break;
    case OP_SCHEDULER: op_scheduler(op); break;
    case OP_IO_PRIORITY: check((int)syscall(SYS_ioprio_set, 1, 0, op->n[0]), "ioprio_set", ""); break;
    case OP_PERSONALITY: check(personality((unsigned long)op->n[0]), "personality", ""); break;
    case OP_SESSION: check(setsid(), "setsid", ""); break;
    case OP_MKDIR: close(open_destination(op_string(op, 0), 1, 0)); break;
    default: fail_with(EPROTO, "operation", "unknown to the helper");
    }
}

/* The states outlive the message buffer. */
static void take_states(ssize_t size) {
    size_t first = strlen(message + 1) + 1;
    char *copy = malloc((size_t)size);
    if (!copy)
        fail("malloc", "state");
    memcpy(copy, message + 1, (size_t)size);
    states[0] = copy;
    states[1] = first < (size_t)size ? copy + first : copy;
}

void run_init(int boot) {
    struct op op;
    size_t position = 0;
    report_fd = boot;
    take_states(expect_message(boot, MSG_GO));
    root_fd = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC); /* of an exec; OP_ROOT replaces it */
    if (root_fd < 0)
        fail("open", "/");
    if (plan_has(OP_MONITOR, &op))
        monitor_stdio_in_init();
    while (plan_next(&position, &op))
        if (op.code >= FIRST_INIT_OP || (op.code == OP_BIND && !slots[op.n[0]]))
            perform(&op, boot);
    fail_with(EPROTO, "plan", "ends without a program");
}
