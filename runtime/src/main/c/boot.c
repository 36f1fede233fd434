/* Boot: everything that needs the host's view, and the conversation between Java and init. */
#include "jfs.h"
#include "sys.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

enum { MAX_JOINS = 16, MAX_CGROUPS = 32, CONTAINER_USERNS = -2 };

static struct {
    int fd, flag;
} joins[MAX_JOINS];
static int join_count;
static int cgroups[MAX_CGROUPS]; /* v1 directories, and the v2 one where clone3 could not take it */
static int cgroup_count;
static int cgroup2 = -1;
static int64_t new_namespaces;
static const char *time_offsets, *seccomp_agent, *oom_score;
static int foreground, monitored, waits_for_start;

/* ---- before the clone ---- */

static int open_here(const char *path, int flags) {
    int fd = open(path, flags | O_CLOEXEC);
    if (fd < 0)
        fail("open", path);
    return fd;
}

static void add_join(int fd, int flag) {
    if (join_count == MAX_JOINS)
        fail_with(E2BIG, "setns", "too many namespaces");
    joins[join_count].fd = fd;
    joins[join_count++].flag = flag;
}

unsigned long long start_time(pid_t pid) {
    char path[32], text[1024];
    unsigned long long start = 0;
    snprintf(path, sizeof path, "%d/stat", pid);
    int fd = openat(proc_fd, path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    if (n <= 0)
        return 0;
    text[n] = 0;
    char *at = strrchr(text, ')'); /* the name before it may hold anything */
    for (int field = 2; at && field < 22; field++)
        at = strchr(at + 1, ' ');
    if (at)
        start = strtoull(at + 1, NULL, 10);
    return start;
}

/* Only the namespaces that are not ours already: the kernel refuses to join one's own user namespace. */
static void join_process(const struct op *op) {
    static const struct {
        const char *name;
        int flag;
    } types[] = {{"user", NEW_USER}, {"mnt", NEW_NS}, {"pid", NEW_PID}, {"net", NEW_NET}, {"ipc", NEW_IPC},
        {"uts", NEW_UTS}, {"cgroup", NEW_CGROUP}, {"time", NEW_TIME}};
    char path[64];
    int flags = 0;
    pid_t pid = (pid_t)op->n[0];
    int pidfd = sys_pidfd_open(pid);
    if (pidfd < 0 || start_time(pid) != (unsigned long long)op->n[1])
        fail_with(ESRCH, "pidfd_open", "the container's process has ended");
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        struct stat own, other;
        snprintf(path, sizeof path, "self/ns/%s", types[i].name);
        if (fstatat(proc_fd, path, &own, 0))
            continue; /* not in this kernel */
        snprintf(path, sizeof path, "%d/ns/%s", pid, types[i].name);
        if (fstatat(proc_fd, path, &other, 0))
            fail("stat", path);
        if (own.st_ino != other.st_ino)
            flags |= types[i].flag;
    }
    if (flags)
        add_join(pidfd, flags);
}

/* Bound by a relative name: a socket's path is short, a directory's need not be. */
static void listen_at(const struct op *op) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *directory = op_string(op, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", op_string(op, 1));
    int here = open_here(".", O_PATH | O_DIRECTORY);
    listen_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listen_fd < 0 || chdir(directory) || bind(listen_fd, (struct sockaddr *)&address, sizeof address)
        || listen(listen_fd, 1) || fchdir(here))
        fail("listen", directory);
    close(here);
}

static void connect_console(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path)
        fail_with(ENAMETOOLONG, "connect", path);
    strcpy(address.sun_path, path);
    console_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (console_fd < 0 || connect(console_fd, (struct sockaddr *)&address, sizeof address))
        fail("connect", path);
}

static void bind_here(const struct op *op) {
    int mount = bind_source(op, new_namespaces & NEW_USER ? 1 : 0);
    if (mount >= 0 && op->n[6] >= 0)
        idmap(mount, slot_get(op->n[6], op_string(op, 0)), (int)op->n[1], op_string(op, 0));
    slot_set(op->n[0], mount);
    if (mount >= 0 && !strcmp(op_string(op, 0), "/dev/null")) {
        struct stat st;
        if (fstat(mount, &st) || !S_ISCHR(st.st_mode) || st.st_rdev != 0x103)
            fail_with(ENODEV, "open", "/dev/null is not the null device");
    }
}

static void prepare(const struct op *op) {
    switch (op->code) {
    case OP_NAMESPACES: new_namespaces = op->n[0]; break;
    case OP_JOIN: add_join(open_here(op_string(op, 0), O_RDONLY), (int)op->n[0]); break;
    case OP_JOIN_PROCESS: join_process(op); break;
    case OP_CGROUP:
        if (cgroup_count == MAX_CGROUPS)
            fail_with(E2BIG, "cgroup", op_string(op, 0));
        if (op->n[0] == 2)
            cgroup2 = open_here(op_string(op, 0), O_RDONLY | O_DIRECTORY);
        else
            cgroups[cgroup_count++] = open_here(op_string(op, 0), O_RDONLY | O_DIRECTORY);
        break;
    case OP_LISTEN: listen_at(op); break;
    case OP_CONSOLE: connect_console(op_string(op, 0)); break;
    case OP_BIND: bind_here(op); break;
    case OP_USERNS: slot_set(op->n[0], make_userns(op_string(op, 0), op_string(op, 1))); break;
    case OP_TIME_OFFSETS: time_offsets = op_string(op, 0); break;
    case OP_MONITOR: monitored = 1; monitor_prepare(op); break;
    case OP_FOREGROUND: foreground = 1; break;
    case OP_OOM_SCORE: {
        static char text[16];
        snprintf(text, sizeof text, "%lld", (long long)op->n[0]);
        oom_score = text;
        break;
    }
    case OP_SECCOMP_AGENT: seccomp_agent = op_string(op, 0); break;
    case OP_WAIT_START: waits_for_start = 1; break;
    default: break;
    }
}

/* ---- stage ---- */

/* The user namespace comes last where it is entered for its rights, first where the others belong to it. */
static void join_all(void) {
    int left = join_count;
    if (left > 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)) /* whoever is in there must not look at our descriptors */
        fail("prctl", "PR_SET_DUMPABLE");
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < join_count; i++) {
            if (joins[i].fd < 0 || (pass == 0 && joins[i].flag == NEW_USER))
                continue;
            if (setns(joins[i].fd, joins[i].flag) == 0) {
                joins[i].fd = -1;
                left--;
            } else if (pass > 0 || errno != EPERM) {
                fail("setns", "namespace");
            }
        }
        for (int i = 0; pass == 0 && i < join_count; i++)
            if (joins[i].fd >= 0 && joins[i].flag == NEW_USER) {
                if (setns(joins[i].fd, NEW_USER))
                    fail("setns", "user namespace");
                joins[i].fd = -1;
                left--;
            }
        if (left == 0)
            return;
    }
}

static void ask_for_maps(int boot, pid_t pid) {
    send_int(boot, MSG_MAPS, pid);
    expect_message(boot, MSG_MAPS);
}

/* A new time namespace takes its offsets before anybody is in it, so it is made here and not by clone3. */
static void new_time(int boot) {
    if (new_namespaces & NEW_USER) {
        if (unshare(NEW_USER))
            fail("unshare", "user namespace");
        ask_for_maps(boot, (pid_t)syscall(SYS_getpid));
        new_namespaces &= ~NEW_USER;
    }
    if (unshare(NEW_TIME))
        fail("unshare", "time namespace");
    if (time_offsets)
        write_file(proc_fd, "self/timens_offsets", time_offsets, "write");
}

_Noreturn static void stage(int boot, int init_socket) {
    report_fd = boot;
    join_all();
    if (new_namespaces & NEW_TIME)
        new_time(boot);
    struct clone_arguments arguments = {
        .flags = ((uint64_t)new_namespaces & ~(uint64_t)(NEW_TIME | NEW_CGROUP)) | SIBLING};
    if (cgroup2 >= 0) {
        arguments.flags |= INTO_CGROUP;
        arguments.cgroup = (uint64_t)cgroup2;
    }
    pid_t pid = (pid_t)syscall(NR_clone3, &arguments, sizeof arguments);
    int into = cgroup2 >= 0;
    if (pid < 0 && into) { /* a thread-mode or delegated cgroup: boot writes cgroup.procs, which says why not */
        arguments.flags &= ~INTO_CGROUP;
        into = 0;
        pid = (pid_t)syscall(NR_clone3, &arguments, sizeof arguments);
    }
    if (pid < 0)
        fail("clone3", "namespaces");
    if (pid == 0) {
        close(boot);
        run_init(init_socket);
    }
    if (new_namespaces & NEW_USER)
        ask_for_maps(boot, pid);
    int report[2] = {pid, into};
    send_message(boot, MSG_PID, report, sizeof report);
    _exit(0);
}

/* ---- after the clone ---- */

static pid_t init_pid;
static int java_fd = -1;

_Noreturn static void give_up(void) {
    if (init_pid > 0) {
        kill(init_pid, SIGKILL);
        waitpid(init_pid, NULL, 0);
    }
    _exit(1);
}

/* Passes the message in the buffer on. */
static void forward(int socket, ssize_t size) {
    if (send(socket, message, (size_t)size, MSG_NOSIGNAL) < 0 && socket == java_fd && !monitored)
        give_up();
}

static void enter_cgroups(int into) {
    char text[16];
    snprintf(text, sizeof text, "%d", init_pid);
    if (cgroup2 >= 0 && !into)
        cgroups[cgroup_count++ % MAX_CGROUPS] = cgroup2;
    for (int i = 0; i < cgroup_count; i++)
        write_file(cgroups[i], "cgroup.procs", text, "join cgroup");
    if (oom_score) {
        char path[32];
        snprintf(path, sizeof path, "%d/oom_score_adj", init_pid);
        write_file(proc_fd, path, oom_score, "write");
    }
}

static void run_stage(int init_socket, int boot_end) {
    int pair[2], fd, into = 0;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
        fail("socketpair", "");
    pid_t pid = fork();
    if (pid < 0)
        fail("fork", "");
    if (pid == 0) {
        close(java_fd);
        close(pair[0]);
        close(boot_end);
        stage(pair[1], init_socket);
    }
    close(pair[1]);
    close(init_socket);
    while (!init_pid) {
        ssize_t size = receive_message(pair[0], &fd);
        if (size == 0)
            fail_with(ECHILD, "clone", "the helper's stage has died");
        if (message[0] == MSG_PID) {
            memcpy(&init_pid, message + 1, sizeof init_pid);
            memcpy(&into, message + 1 + sizeof init_pid, sizeof into);
        } else {
            char type = message[0];
            forward(java_fd, size);
            if (type == MSG_ERROR)
                _exit(1);
            if (receive_message(java_fd, &fd) == 0)
                _exit(1);
            send_message(pair[0], message[0], NULL, 0);
        }
    }
    close(pair[0]);
    waitpid(pid, NULL, 0);
    enter_cgroups(into);
}

static void idmap_to_container(void) {
    struct op op;
    char path[32];
    size_t position = 0;
    int userns = -1;
    snprintf(path, sizeof path, "%d/ns/user", init_pid);
    while (plan_next(&position, &op)) {
        if (op.code != OP_BIND || op.n[6] != CONTAINER_USERNS)
            continue;
        if (userns < 0)
            userns = openat(proc_fd, path, O_RDONLY | O_CLOEXEC);
        if (userns < 0)
            fail("open", path);
        idmap(slot_get(op.n[0], op_string(&op, 0)), userns, (int)op.n[1], op_string(&op, 0));
    }
    if (userns >= 0)
        close(userns);
}

static char *agent_state; /* what the seccomp agent is told; the third string of MSG_GO */

static void keep_agent_state(ssize_t size) {
    char *at = message + 1, *end = message + size;
    for (int i = 0; i < 2 && at < end; i++)
        at += strlen(at) + 1;
    if (seccomp_agent && at < end)
        agent_state = strdup(at);
}

static void pass_listener(void) {
    int number;
    memcpy(&number, message + 1, sizeof number);
    int pidfd = sys_pidfd_open(init_pid);
    int listener = pidfd < 0 ? -1 : (int)syscall(NR_pidfd_getfd, pidfd, number, 0);
    if (listener < 0)
        fail("pidfd_getfd", "seccomp listener");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int socket_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", seccomp_agent ? seccomp_agent : "");
    if (socket_fd < 0 || connect(socket_fd, (struct sockaddr *)&address, sizeof address))
        fail("connect", address.sun_path);
    const char *state = agent_state ? agent_state : "{}";
    send_descriptor(socket_fd, state, strlen(state), listener, address.sun_path);
    close(socket_fd);
    close(listener);
    close(pidfd);
}

/* Init has gone without a word. */
_Noreturn static void init_died(void) {
    int status = 0;
    char text[64];
    waitpid(init_pid, &status, 0);
    init_pid = 0;
    if (WIFSIGNALED(status))
        snprintf(text, sizeof text, "the container's init was killed by signal %d", WTERMSIG(status));
    else
        snprintf(text, sizeof text, "the container's init ended with status %d", WEXITSTATUS(status));
    fail_with(ECHILD, "create", text);
}

/* Until init is ready; its terminal's master if it sent one, else -1. */
static int converse(int init_socket) {
    int fd, pty = -1;
    struct pollfd polled[2] = {{.fd = java_fd, .events = POLLIN}, {.fd = init_socket, .events = POLLIN}};
    for (;;) {
        if (poll(polled, 2, -1) < 0 && errno != EINTR)
            fail("poll", "");
        if (polled[1].revents) {
            ssize_t size = receive_message(init_socket, &fd);
            if (size == 0)
                init_died();
            switch (message[0]) {
            case MSG_PTY: pty = fd; break;
            case MSG_NOTIFY:
                pass_listener();
                send_message(init_socket, MSG_NOTIFY, NULL, 0);
                break;
            case MSG_READY: return pty;
            case MSG_ERROR: forward(java_fd, size); give_up();
            default: forward(java_fd, size);
            }
        } else if (polled[0].revents) {
            ssize_t size = receive_message(java_fd, &fd);
            if (size == 0)
                give_up(); /* whoever wanted the container has died */
            if (message[0] == MSG_GO)
                keep_agent_state(size);
            if (message[0] != MSG_SIGNAL)
                forward(init_socket, size);
        }
    }
}

/* A program that starts at once has started when its end of the socket closes. */
static void await_exec(int init_socket) {
    int fd;
    ssize_t size = receive_message(init_socket, &fd);
    if (size > 0) {
        forward(java_fd, size);
        give_up();
    }
}

/* Of the caller's descriptors only those are kept that the program is to inherit. */
static void close_leaked(int java) {
    struct op exec;
    unsigned first = plan_has(OP_EXEC, &exec) ? 3 + (unsigned)exec.n[1] : 3;
    if (java > (int)first)
        syscall(NR_close_range, first, (unsigned)java - 1, 0);
    syscall(NR_close_range, java >= (int)first ? (unsigned)java + 1 : first, ~0U, 0);
}

static void into_background(void) {
    pid_t pid = fork();
    if (pid < 0)
        fail("fork", "monitor");
    if (pid > 0)
        _exit(0);
    int null = open_here("/dev/null", O_RDWR);
    if (setsid() < 0 || chdir("/") || prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0))
        fail("setsid", "monitor");
    for (int i = 0; i < 3; i++)
        if (dup2(null, i) < 0)
            fail("dup2", "/dev/null");
    close(null);
}

void boot(int java, int background) {
    struct op op;
    size_t position = 0;
    int pair[2];
    java_fd = report_fd = java;
    prctl(PR_SET_NAME, background ? "jfs-mon" : "jfs-boot", 0, 0, 0);
    reset_signals();
    close_leaked(java);
    if (background)
        into_background();
    proc_fd = open_here("/proc", O_PATH | O_DIRECTORY);
    while (plan_next(&position, &op))
        prepare(&op);
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
        fail("socketpair", "");
    run_stage(pair[1], pair[0]);
    idmap_to_container();
    send_int(java, MSG_PID, init_pid);
    int pty = converse(pair[0]);
    if (!waits_for_start)
        await_exec(pair[0]);
    close(pair[0]);
    send_message(java, MSG_READY, NULL, 0);
    if (monitored)
        _exit(monitor_run(java, init_pid, pty));
    if (foreground)
        send_int(java, MSG_EXIT, foreground_run(java, init_pid, pty));
    _exit(0);
}
