/*
 * jfs-init mon|init|exec SOCKET PLAN: two descriptors that the caller left open, of a SOCK_SEQPACKET socket and of the
 * plan. Nobody calls this by hand.
 */
#include "jfs.h"
#include "sys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Descriptors that we open must never be taken for standard ones. */
static void fill_standard(void) {
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
            _exit(1);
}

int main(int count, char **arguments) {
    fill_standard();
    if (count != 4) {
        dprintf(2, "usage: jfs-init mon|init|exec SOCKET PLAN\n");
        return 2;
    }
    int java = atoi(arguments[2]), plan = atoi(arguments[3]);
    report_fd = java;
    if (fcntl(java, F_SETFD, FD_CLOEXEC) || fcntl(plan, F_SETFD, FD_CLOEXEC))
        fail("fcntl", "socket and plan");
    plan_open(plan);
    close(plan);
    if (strcmp(arguments[1], "mon") && strcmp(arguments[1], "init") && strcmp(arguments[1], "exec"))
        fail_with(EINVAL, "mode", arguments[1]);
    boot(java, !strcmp(arguments[1], "mon"));
}
