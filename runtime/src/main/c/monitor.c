/*
 * One monitor for each container that jfs itself runs: it holds the container's standard files, writes its log, serves
 * those who attach, and writes down how it ended, whoever else has died meanwhile.
 */
#include "monitor.h"
#include "sys.h"

#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

enum { FLAG_STDIN = 1, FLAG_TERMINAL = 2, DRAIN_MS = 200 };

static int dir_fd = -1;
static const char *event_file;
static struct op plan_op;
static int inputs[2] = {-1, -1}, outputs[2] = {-1, -1}, errors[2] = {-1, -1};

static void make_pipe(int *ends) {
    if (pipe2(ends, O_CLOEXEC))
        fail("pipe2", "standard files");
}

static void not_blocking(int fd) {
    if (fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK))
        fail("fcntl", "standard files");
}

void monitor_prepare(const struct op *op) {
    plan_op = *op;
    event_file = op_string(op, 2);
    dir_fd = open(op_string(op, 0), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir_fd < 0)
        fail("open", op_string(op, 0));
    if (unlinkat(dir_fd, "exit", 0) && errno != ENOENT)
        fail("unlink", "exit");
    log_open(op_string(op, 1), op->n[1], op->n[2]);
    attach_listen(dir_fd);
    if (op->n[0] & FLAG_TERMINAL)
        return;
    if (op->n[0] & FLAG_STDIN)
        make_pipe(inputs);
    make_pipe(outputs);
    make_pipe(errors);
}

void monitor_stdio_in_init(void) {
    int ends[3] = {inputs[0], outputs[1], errors[1]};
    for (int i = 0; i < 3; i++)
        if (ends[i] >= 0 && dup2(ends[i], i) < 0)
            fail("dup2", "standard files");
}

static void close_end(int *end) {
    if (*end >= 0)
        close(*end);
    *end = -1;
}

static void take_ends(int pty) {
    close_end(&inputs[0]);
    close_end(&outputs[1]);
    close_end(&errors[1]);
    if (pty >= 0) {
        outputs[0] = pty;
        input_fd = pty;
        input_is_terminal = 1;
    } else {
        input_fd = inputs[1];
    }
    if (input_fd >= 0)
        not_blocking(input_fd);
    for (int i = 0; i < 2; i++)
        if ((i ? errors : outputs)[0] >= 0)
            not_blocking((i ? errors : outputs)[0]);
}

/* One read; 0 at the end, -1 if there is nothing now. */
static int pump(int *fd, int stream) {
    char data[OUTPUT_BYTES];
    ssize_t n = read(*fd, data, sizeof data);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return -1;
    if (n <= 0) { /* EIO: the last holder of the terminal has gone */
        if (*fd == input_fd)
            input_fd = -1;
        close_end(fd);
        return 0;
    }
    log_write(stream, data, (size_t)n);
    attach_send(stream, data, (size_t)n);
    return 1;
}

/* Reaps init, and whatever else was left to us; 1 when init has ended. */
static int reap(pid_t init, int *status) {
    int other, ended = 0;
    pid_t pid;
    while ((pid = waitpid(-1, &other, WNOHANG)) > 0)
        if (pid == init) {
            *status = other;
            ended = 1;
        }
    return ended;
}

static int serve_once(int signals, int timeout) {
    struct pollfd set[MAX_CLIENTS + 5];
    int idle = attach_idle();
    set[0] = (struct pollfd){.fd = signals, .events = POLLIN};
    set[1] = (struct pollfd){.fd = idle ? outputs[0] : -1, .events = POLLIN};
    set[2] = (struct pollfd){.fd = idle ? errors[0] : -1, .events = POLLIN};
    int count = attach_poll(set + 3);
    int ready = poll(set, (nfds_t)count + 3, timeout);
    if (ready <= 0)
        return 0;
    if (set[3].revents)
        attach_accept();
    if (set[1].revents && outputs[0] >= 0)
        pump(&outputs[0], FRAME_OUT);
    if (set[2].revents && errors[0] >= 0 && attach_idle())
        pump(&errors[0], FRAME_ERR);
    attach_serve(set + 3, count);
    if (set[0].revents) {
        struct signalfd_siginfo info;
        (void)!read(signals, &info, sizeof info);
    }
    return 1;
}

/* What init wrote before it ended; a process that it left behind may hold the pipes open, and is not waited for. */
static void drain(int signals) {
    int *ends[2] = {&outputs[0], &errors[0]};
    attach_accept();
    for (int i = 0; i < 2; i++) {
        while (*ends[i] >= 0) {
            if (!attach_idle()) {
                if (!serve_once(signals, 5000))
                    return;
                continue;
            }
            if (pump(ends[i], i ? FRAME_ERR : FRAME_OUT) >= 0)
                continue;
            struct pollfd polled = {.fd = *ends[i], .events = POLLIN};
            if (poll(&polled, 1, DRAIN_MS) <= 0)
                break;
        }
    }
}

/* memory.oom_control of v1 and memory.events of v2 both count in a line "oom_kill N". */
static int oom_killed(void) {
    char text[1024];
    int fd = *event_file ? open(event_file, O_RDONLY | O_CLOEXEC) : -1;
    ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    text[n > 0 ? n : 0] = 0;
    for (char *line = text; line; line = strchr(line, '\n'), line = line ? line + 1 : NULL)
        if (!strncmp(line, "oom_kill ", 9))
            return atoi(line + 9) > 0;
    return 0;
}

static int exit_code(int status) {
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Whole or not at all: written beside, then renamed. */
static void write_exit(int status) {
    char text[256], now[64];
    format_time(now, sizeof now);
    int n = snprintf(text, sizeof text,
        "{\"exitCode\":%d,\"signal\":%d,\"oomKilled\":%s,\"finishedAt\":\"%s\",\"logErrno\":%d}\n", exit_code(status),
        WIFSIGNALED(status) ? WTERMSIG(status) : 0, oom_killed() ? "true" : "false", now, log_error);
    int fd = openat(dir_fd, "exit.new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, text, (size_t)n) != n || fsync(fd) || close(fd) || renameat(dir_fd, "exit.new", dir_fd, "exit"))
        _exit(1); /* nobody is left to tell; that the exit file is missing tells it */
}

int monitor_run(int java, pid_t init, int pty) {
    sigset_t set;
    int status = 0;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    for (int i = 1; i < 32; i++)
        if (i != SIGCHLD)
            signal(i, SIG_IGN); /* only SIGKILL ends a monitor before its container */
    int signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    take_ends(pty);
    close(java);
    while (!reap(init, &status))
        serve_once(signals, -1);
    drain(signals);
    unlinkat(dir_fd, "attach.sock", 0); /* before the exit file, after which others may remove the directory */
    write_exit(status);
    attach_finish(exit_code(status));
    if (plan_op.strings > 3) {
        static char path[] = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        char *environment[] = {path, NULL};
        char **command = op_vector(&plan_op, 3, plan_op.strings - 3);
        reset_signals();
        execve(command[0], command, environment);
    }
    return 0;
}
