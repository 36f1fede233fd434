/* A terminal of the container's own devpts. */
#include "jfs.h"
#include "sys.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

enum { DEVPTS_MAGIC = 0x1cd1, GET_PEER = 0x5441 /* TIOCGPTPEER */ };

/* The peer is had from the master, never by a path of the container: that could be anything by now. */
static int open_master(void) {
    struct statfs fs;
    struct stat st;
    int unlock = 0, path_fd = open_in_root("dev/pts/ptmx", O_PATH | O_NOFOLLOW, 0);
    if (path_fd < 0 || fstatfs(path_fd, &fs) || fstat(path_fd, &st))
        fail("openat2", "/dev/pts/ptmx");
    if (fs.f_type != DEVPTS_MAGIC || !S_ISCHR(st.st_mode) || st.st_rdev != makedev(5, 2))
        fail_with(ENOTTY, "open", "/dev/pts/ptmx");
    char link[32];
    snprintf(link, sizeof link, "self/fd/%d", path_fd);
    int master = openat(proc_fd, link, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0 || ioctl(master, TIOCSPTLCK, &unlock))
        fail("open", "/dev/pts/ptmx");
    close(path_fd);
    return master;
}

static void bind_console(int peer) {
    int mount = sys_open_tree(peer, "", TREE_CLONE | EMPTY_PATH);
    if (mount < 0)
        fail("open_tree", "/dev/console");
    int target = open_destination("/dev/console", 0, 0);
    attach(mount, target, "/dev/console");
    close(target);
    close(mount);
}

void op_terminal(const struct op *op, int console, int boot) {
    int master = open_master(), number;
    int peer = ioctl(master, GET_PEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (peer < 0 || ioctl(master, TIOCGPTN, &number))
        fail("ioctl", "/dev/pts/ptmx");
    if (fchown(peer, (uid_t)op->n[2], (gid_t)op->n[3]))
        fail("fchown", "terminal");
    struct winsize size = {.ws_row = (unsigned short)op->n[0], .ws_col = (unsigned short)op->n[1]};
    if (size.ws_row && ioctl(master, TIOCSWINSZ, &size))
        fail("ioctl", "TIOCSWINSZ");
    if (op->n[4])
        bind_console(peer);
    char name[32];
    snprintf(name, sizeof name, "/dev/pts/%d", number);
    if (console >= 0) {
        send_descriptor(console, name, strlen(name), master, "console socket");
    } else {
        char type = MSG_PTY;
        send_descriptor(boot, &type, 1, master, "terminal");
    }
    close(master);
    if (setsid() < 0)
        fail("setsid", "");
    if (ioctl(peer, TIOCSCTTY, 0))
        fail("ioctl", "TIOCSCTTY");
    for (int i = 0; i < 3; i++)
        if (dup2(peer, i) < 0)
            fail("dup2", "terminal");
    if (peer > 2)
        close(peer);
}
