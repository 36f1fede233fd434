/* Hooks that run in the container's namespaces. */
#include "jfs.h"
#include "sys.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* Runs in the child. State comes by a pipe that holds it whole or is written by a grandchild. */
_Noreturn static void hook_child(const struct op *op, int input) {
    int count = (int)op->n[1];
    char **arguments = op_vector(op, 1, count);
    char **environment = op_vector(op, 1 + count, op->strings - 1 - count);
    const char *path = op_string(op, 0);
    if (dup2(input, 0) < 0)
        fail("dup2", path);
    reset_signals();
    syscall(NR_close_range, 3, ~0U, 4 /* CLOSE_RANGE_CLOEXEC */);
    execve(path, arguments, environment);
    dprintf(2, "jfs: hook %s: %s\n", path, strerror(errno));
    _exit(127);
}

static int wait_for(pid_t pid, int timeout, const char *path) {
    int status, pidfd = sys_pidfd_open(pid);
    struct pollfd poller = {.fd = pidfd, .events = POLLIN};
    if (pidfd < 0)
        fail("pidfd_open", path);
    int ready = poll(&poller, 1, timeout > 0 ? timeout : -1);
    if (ready == 0) {
        kill(pid, SIGKILL);
        waitpid(pid, &status, 0);
        fail_with(ETIMEDOUT, "hook", path);
    }
    close(pidfd);
    if (waitpid(pid, &status, 0) < 0)
        fail("waitpid", path);
    return status;
}

void op_hook(const struct op *op, const char *state) {
    const char *path = op_string(op, 0);
    int feed[2];
    if (pipe2(feed, O_CLOEXEC))
        fail("pipe2", path);
    pid_t pid = fork();
    if (pid < 0)
        fail("fork", path);
    if (pid == 0)
        hook_child(op, feed[0]);
    close(feed[0]);
    signal(SIGPIPE, SIG_IGN); /* a hook need not read its input */
    size_t left = strlen(state);
    while (left > 0) {
        ssize_t n = write(feed[1], state, left);
        if (n < 0)
            break;
        state += n;
        left -= (size_t)n;
    }
    close(feed[1]);
    int status = wait_for(pid, (int)op->n[0], path);
    if (status) {
        char text[4200];
        int how = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        snprintf(text, sizeof text, "%s ended with status %d", path, how);
        fail_with(ECANCELED, "hook", text);
    }
}
