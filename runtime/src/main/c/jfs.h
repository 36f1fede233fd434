/*
 * The helper of jfs: what must happen between clone3 and execve. Java decides; this carries out a plan, operation by
 * operation, on file descriptors. Three processes take part:
 *
 *   boot   what Java spawns. Stays in the host's namespaces, opens what the plan names there, joins the cgroups for
 *          init, and passes messages between Java and init. In the mode "mon" it goes into the background first and
 *          stays as the container's monitor; else it ends when init is ready, or with init where it is to wait.
 *   stage  short-lived child of boot: joins namespaces by path, then clones init as a sibling of itself.
 *   init   becomes the container's process (of a container, or of an exec into one).
 */
#ifndef JFS_H
#define JFS_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* ---- plan.c: the flat plan ---- */

/* One operation: numbers, then NUL-terminated strings. Both lie in the plan's read-only mapping. */
struct op {
    uint16_t code;
    uint16_t ints;
    uint16_t strings;
    const int64_t *n;
    const char *s;
};

/* Codes below FIRST_INIT_OP are boot's. Java's twin is io.jfs.runtime.plan.OpCode: the numbers are one interface. */
enum {
    OP_NAMESPACES = 1,    /* n: clone flags of new namespaces */
    OP_JOIN = 2,          /* n: clone flag; s: path of a namespace */
    OP_JOIN_PROCESS = 3,  /* n: pid, start time; joins all its namespaces */
    OP_CGROUP = 4,        /* n: version; s: directory */
    OP_LISTEN = 5,        /* s: directory, name of the start socket */
    OP_CONSOLE = 6,       /* s: path of the socket that gets the terminal's master */
    OP_BIND = 7,          /* n: slot, recursive, set, clear, propagation, attributes recursive, idmap slot; s: source */
    OP_USERNS = 8,        /* n: slot; s: uid map, gid map: a user namespace for idmapped mounts */
    OP_TIME_OFFSETS = 9,  /* s: text for timens_offsets */
    OP_MONITOR = 11,      /* n: flags, log limit, log files; s: directory, log path, memory event file, exit command... */
    OP_FOREGROUND = 12,   /* boot waits for init and passes its terminal and signals on */
    OP_OOM_SCORE = 13,    /* n: oom_score_adj */
    OP_SECCOMP_AGENT = 14, /* s: path of the socket that gets the seccomp listener */

    FIRST_INIT_OP = 64,
    OP_UNSHARE = 64,      /* n: clone flags */
    OP_BECOME = 65,       /* n: uid, gid in the user namespace, whether to clear the groups */
    OP_PROPAGATE = 66,    /* n: mount flags for / */
    OP_ROOT = 67,         /* n: slot; s: path to attach it to */
    OP_MOUNT = 68,        /* n: attributes, propagation, flags; s: destination, type, source, options... */
    OP_ATTACH = 69,       /* n: slot, flags; s: destination */
    OP_SETATTR = 70,      /* n: set, clear, propagation, recursive; s: path */
    OP_MKNOD = 71,        /* n: mode, major, minor, uid, gid; s: path */
    OP_SYMLINK = 72,      /* s: path, target */
    OP_MASK = 73,         /* n: slot of the host's /dev/null; s: paths */
    OP_READONLY = 74,     /* s: paths */
    OP_TERMINAL = 75,     /* n: rows, columns, uid, gid, whether to make /dev/console */
    OP_HOOK = 76,         /* n: timeout in ms or 0, argument count, state number; s: path, arguments..., environment... */
    OP_PIVOT = 77,        /* n: 1 pivot_root, 0 chroot */
    OP_HOSTNAME = 78,     /* s: name */
    OP_DOMAINNAME = 79,   /* s: name */
    OP_PROC_WRITE = 80,   /* s: path below the host's /proc, value */
    OP_RLIMIT = 81,       /* n: resource, soft, hard; s: name */
    OP_KEYRING = 82,      /* s: name */
    OP_NO_NEW_PRIVS = 83,
    OP_SECCOMP = 84,      /* n: flags, then struct sock_filter[] */
    OP_CREDENTIALS = 85,  /* n: uid, gid, umask or -1, five capability sets, groups... */
    OP_CHDIR = 86,        /* s: path */
    OP_SYNC = 87,         /* Java runs its hooks now */
    OP_READY = 88,        /* all is done but to start */
    OP_WAIT_START = 89,   /* waits for a connection to the start socket */
    OP_EXEC = 90,         /* n: argument count, descriptors to keep; s: arguments..., environment... */
    OP_LOOPBACK = 91,     /* brings lo up */
    OP_SCHEDULER = 92,    /* n: policy, flags, nice, priority, runtime, deadline, period */
    OP_IO_PRIORITY = 93,  /* n: ioprio */
    OP_PERSONALITY = 94,  /* n: persona */
    OP_SESSION = 95,      /* setsid */
    OP_MKDIR = 96         /* s: path; a directory and its parents, where they are missing */
};

enum { MOUNT_NO_SYMLINKS = 1, MOUNT_COPY_UP = 2 };

void plan_open(int fd);
/* The next operation after *position (0 at first); 0 at the end. */
int plan_next(size_t *position, struct op *op);
int plan_has(int code, struct op *op);
const char *op_string(const struct op *op, int index);
/* The strings from index on, as a NULL-terminated vector; never freed. */
char **op_vector(const struct op *op, int from, int count);

/* ---- report.c: messages and errors ---- */

/* One letter each; the socket keeps message boundaries. */
enum {
    MSG_ERROR = 'E',  /* int errno, operation \0 path */
    MSG_MAPS = 'M',   /* int pid; answered by the same letter */
    MSG_PID = 'P',    /* int pid; Java answers MSG_GO */
    MSG_GO = 'G',     /* two states as JSON, NUL-terminated: creating, created; then the seccomp agent's */
    MSG_SYNC = 'S',   /* answered by the same letter */
    MSG_READY = 'R',
    MSG_PTY = 'T',    /* with the terminal's master as SCM_RIGHTS */
    MSG_NOTIFY = 'N', /* int: number of the seccomp listener in init */
    MSG_EXIT = 'X',   /* int: wait status */
    MSG_SIGNAL = 'K'  /* int: signal to pass on; from Java */
};

enum { MESSAGE_BYTES = 128 * 1024 };

extern int report_fd; /* where errors go: a socket, or -1 */

_Noreturn void fail(const char *operation, const char *path); /* by errno */
_Noreturn void fail_with(int error, const char *operation, const char *path);
void send_message(int socket, char type, const void *data, size_t size);
void send_int(int socket, char type, int value);
void send_descriptor(int socket, const void *data, size_t size, int fd, const char *what);
/* Receives one message into the shared buffer; its size, 0 at the end. *fd gets a passed descriptor or -1. */
ssize_t receive_message(int socket, int *fd);
extern char message[MESSAGE_BYTES];
/* As receive_message, for an expected type; ends the process quietly when the other side has gone. */
ssize_t expect_message(int socket, char type);

/* ---- files.c: paths inside a root that its owner may have prepared against us ---- */

extern int slots[];
enum { SLOTS = 1024 };
extern int root_fd;   /* the container's root */
extern int proc_fd;   /* the host's /proc */
void slot_set(int64_t slot, int fd);
int slot_get(int64_t slot, const char *path);
int open_in_root(const char *path, int flags, int no_symlinks); /* -1 and errno */
/* Opens a destination with O_PATH, making it and its parents where they are missing. */
int open_destination(const char *path, int directory, int no_symlinks);
/* The directory that holds the last name of a path, made where missing; *name gets that name. */
int open_parent(const char *path, char *name, size_t size);
void write_file(int dir, const char *path, const char *text, const char *operation);
void write_all(int fd, const void *data, size_t size, const char *path);
void copy_tree(int from, int to, const char *path);

/* ---- mounts.c, devices.c, process.c, terminal.c, hooks.c: init's operations ---- */

int bind_source(const struct op *op, int may_wait);
int make_userns(const char *uids, const char *gids);
void idmap(int mount, int userns, int recursive, const char *path);
void op_root(const struct op *op);
void op_mount(const struct op *op);
void op_attach(const struct op *op);
void op_setattr(const struct op *op);
void op_mask(const struct op *op);
void op_readonly(const struct op *op);
void op_pivot(const struct op *op);
void attach(int mount, int destination, const char *path);
void op_mknod(const struct op *op);
void op_symlink(const struct op *op);
void op_terminal(const struct op *op, int console, int boot);
void op_hook(const struct op *op, const char *state);
void op_credentials(const struct op *op);
void op_seccomp(const struct op *op, int boot);
void op_chdir(const struct op *op);
void op_loopback(void);
void op_scheduler(const struct op *op);
char *find_program(const char *name, char **environment);
_Noreturn void op_exec(const struct op *op, const char *program);
void reset_signals(void);

/* ---- boot.c, init.c, monitor.c ---- */

extern int console_fd;      /* the socket that gets the terminal's master, or -1 */
extern int listen_fd;       /* the start socket, or -1 */
_Noreturn void run_init(int boot);
_Noreturn void boot(int java, int background);
void monitor_prepare(const struct op *op);
void monitor_stdio_in_init(void);
/* Serves until init has ended; returns its wait status. */
int monitor_run(int java, pid_t init, int pty);
int foreground_run(int java, pid_t init, int pty);
unsigned long long start_time(pid_t pid);

#endif
