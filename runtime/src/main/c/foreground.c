/* A caller that stays: its terminal and its signals are the container's until init ends. */
#include "jfs.h"
#include "sys.h"

#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>

static struct termios saved;

static int make_raw(void) {
    struct termios raw;
    if (tcgetattr(0, &saved))
        return 0;
    raw = saved;
    cfmakeraw(&raw);
    return tcsetattr(0, TCSANOW, &raw) == 0;
}

static void pass_size(int pty) {
    struct winsize size;
    if (pty >= 0 && ioctl(0, TIOCGWINSZ, &size) == 0)
        ioctl(pty, TIOCSWINSZ, &size);
}

/* 0 at the end. */
static int copy(int from, int to) {
    char data[8192];
    ssize_t n = read(from, data, sizeof data);
    if (n < 0 && errno == EINTR)
        return 1;
    for (ssize_t done = 0; n > 0 && done < n;) {
        ssize_t written = write(to, data + done, (size_t)(n - done));
        if (written < 0 && errno != EINTR)
            return 0;
        done += written > 0 ? written : 0;
    }
    return n > 0;
}

static void handle_signal(int signals, pid_t init, int pty) {
    struct signalfd_siginfo info;
    if (read(signals, &info, sizeof info) != sizeof info)
        return;
    int signal = (int)info.ssi_signo;
    if (signal == SIGWINCH)
        pass_size(pty);
    else if (signal != SIGCHLD && signal != SIGTTIN && signal != SIGTTOU && signal != SIGPIPE)
        kill(init, signal);
}

static void from_java(int *java, pid_t init) {
    char letter[8];
    int signal;
    ssize_t n = recv(*java, letter, sizeof letter, MSG_DONTWAIT);
    if (n == 0)
        *java = -1; /* the caller was killed; its container goes on */
    if (n == 1 + (ssize_t)sizeof signal && letter[0] == MSG_SIGNAL) {
        memcpy(&signal, letter + 1, sizeof signal);
        kill(init, signal);
    }
}

int foreground_run(int java, pid_t init, int pty) {
    sigset_t all;
    int status = 0, raw = pty >= 0 && make_raw(), input = pty >= 0 ? 0 : -1;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    int signals = signalfd(-1, &all, SFD_CLOEXEC | SFD_NONBLOCK);
    pass_size(pty);
    while (waitpid(init, &status, WNOHANG) == 0) {
        struct pollfd set[4] = {{.fd = signals, .events = POLLIN}, {.fd = java, .events = POLLIN},
            {.fd = input, .events = POLLIN}, {.fd = pty, .events = POLLIN}};
        if (poll(set, 4, -1) < 0)
            continue;
        if (set[3].revents && !copy(pty, 1))
            pty = -1;
        if (set[2].revents && pty >= 0 && !copy(0, pty))
            input = -1;
        if (set[1].revents)
            from_java(&java, init);
        if (set[0].revents)
            handle_signal(signals, init, pty);
    }
    while (pty >= 0) {
        struct pollfd left = {.fd = pty, .events = POLLIN};
        if (poll(&left, 1, 200) <= 0 || !copy(pty, 1))
            pty = -1;
    }
    if (raw)
        tcsetattr(0, TCSANOW, &saved);
    return status;
}
