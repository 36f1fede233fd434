/* Device files and links of the container's /dev. */
#include "jfs.h"
#include "sys.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

void op_mknod(const struct op *op) {
    const char *path = op_string(op, 0);
    char name[NAME_MAX + 1];
    mode_t mode = (mode_t)op->n[0];
    dev_t device = makedev((unsigned)op->n[1], (unsigned)op->n[2]);
    int dir = open_parent(path, name, sizeof name);
    if (mknodat(dir, name, mode, device) && errno != EEXIST)
        fail("mknodat", path);
    int fd = openat(dir, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st))
        fail("openat", path);
    if ((st.st_mode & S_IFMT) != (mode & S_IFMT) || (!S_ISFIFO(mode) && st.st_rdev != device))
        fail_with(EEXIST, "mknodat", path);
    if (fchownat(fd, "", (uid_t)op->n[3], (gid_t)op->n[4], EMPTY_PATH))
        fail("fchownat", path);
    char link[32];
    snprintf(link, sizeof link, "self/fd/%d", fd);
    if (fchmodat(proc_fd, link, mode & 07777, 0))
        fail("fchmodat", path);
    close(fd);
    close(dir);
}

void op_symlink(const struct op *op) {
    const char *path = op_string(op, 0);
    char name[NAME_MAX + 1];
    int dir = open_parent(path, name, sizeof name);
    if (symlinkat(op_string(op, 1), dir, name) && errno != EEXIST)
        fail("symlinkat", path);
    close(dir);
}
