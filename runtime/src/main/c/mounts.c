/* Mounts by descriptor: made detached, given their attributes, then attached to a destination that is open already. */
#include "jfs.h"
#include "sys.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>

static void set_attributes(int mount, int recursive, int64_t set, int64_t clear, int64_t propagation, const char *path) {
    struct mount_attributes attributes = {
        .set = (uint64_t)set, .clear = (uint64_t)clear, .propagation = (uint64_t)propagation};
    if ((set || clear || propagation) && sys_mount_setattr(mount, recursive, &attributes))
        fail("mount_setattr", path);
}

/*
 * A bind mount's source as a detached mount. Boot opens it with the host's eyes and rights; as a plain user it may not
 * (EPERM), and init does once it is root of its user namespace.
 */
int bind_source(const struct op *op, int may_wait) {
    const char *source = op_string(op, 0);
    int mount = sys_open_tree(AT_FDCWD, source, TREE_CLONE | (op->n[1] ? RECURSIVE : 0));
    if (mount < 0 && errno == EPERM && may_wait)
        return -1;
    if (mount < 0)
        fail("open_tree", source);
    set_attributes(mount, (int)op->n[1], 0, 0, op->n[4], source);
    set_attributes(mount, (int)op->n[5], op->n[2], op->n[3], 0, source);
    return mount;
}

/* A user namespace with these maps, held by nobody but its descriptor. */
int make_userns(const char *uids, const char *gids) {
    char path[64];
    struct clone_arguments arguments = {.flags = NEW_USER, .exit_signal = SIGCHLD};
    int hold[2];
    if (pipe2(hold, O_CLOEXEC))
        fail("pipe2", "idmap");
    pid_t pid = (pid_t)syscall(NR_clone3, &arguments, sizeof arguments);
    if (pid < 0)
        fail("clone3", "idmap");
    if (pid == 0) {
        close(hold[1]);
        (void)!read(hold[0], path, 1);
        _exit(0);
    }
    snprintf(path, sizeof path, "/proc/%d/uid_map", pid);
    write_file(AT_FDCWD, path, uids, "write");
    snprintf(path, sizeof path, "/proc/%d/gid_map", pid);
    write_file(AT_FDCWD, path, gids, "write");
    snprintf(path, sizeof path, "/proc/%d/ns/user", pid);
    int userns = open(path, O_RDONLY | O_CLOEXEC);
    if (userns < 0)
        fail("open", path);
    close(hold[0]);
    close(hold[1]);
    waitpid(pid, NULL, 0);
    return userns;
}

void idmap(int mount, int userns, int recursive, const char *path) {
    struct mount_attributes attributes = {.set = ATTR_IDMAP, .userns_fd = (uint64_t)userns};
    if (sys_mount_setattr(mount, recursive, &attributes))
        fail("mount_setattr idmap", path);
}

void attach(int mount, int destination, const char *path) {
    if (sys_move_mount(mount, destination))
        fail("move_mount", path);
}

/* Attached to its own path, where hooks look for it, or to / where that path is closed to us. */
void op_root(const struct op *op) {
    const char *path = op_string(op, 0);
    int root = slot_get(op->n[0], path);
    int target = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (target < 0)
        target = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    attach(root, target, path);
    close(target);
    root_fd = root;
}

static int fs_fail_context = -1;

/* The kernel's own words, if it has any, are a better reason than errno. */
_Noreturn static void fs_fail(const char *operation, const char *what) {
    int error = errno;
    char text[512], subject[768];
    ssize_t n = read(fs_fail_context, text, sizeof text - 1);
    text[n > 0 ? n : 0] = 0;
    snprintf(subject, sizeof subject, n > 0 ? "%s (%s)" : "%s", what, text);
    fail_with(error, operation, subject);
}

static void fs_option(int context, const char *option) {
    char key[256];
    const char *value = strchr(option, '=');
    if (!value) {
        if (syscall(NR_fsconfig, context, FS_SET_FLAG, option, NULL, 0))
            fs_fail("fsconfig", option);
        return;
    }
    size_t length = (size_t)(value - option);
    if (length >= sizeof key)
        fail_with(EINVAL, "fsconfig", option);
    memcpy(key, option, length);
    key[length] = 0;
    if (syscall(NR_fsconfig, context, FS_SET_STRING, key, value + 1, 0))
        fs_fail("fsconfig", option);
}

static int new_mount(const char *type, const char *source, int64_t attributes, char **options, const char *path) {
    char subject[PATH_MAX + 64];
    snprintf(subject, sizeof subject, "%s on %s", type, path);
    int context = (int)syscall(NR_fsopen, type, FS_CLOEXEC);
    if (context < 0)
        fail("fsopen", subject);
    fs_fail_context = context;
    if (*source && syscall(NR_fsconfig, context, FS_SET_STRING, "source", source, 0))
        fs_fail("fsconfig", subject);
    for (; options && *options; options++)
        fs_option(context, *options);
    if (syscall(NR_fsconfig, context, FS_CREATE, NULL, NULL, 0))
        fs_fail("mount", subject);
    int mount = (int)syscall(NR_fsmount, context, FS_CLOEXEC, attributes);
    if (mount < 0)
        fs_fail("fsmount", subject);
    close(context);
    return mount;
}

void op_mount(const struct op *op) {
    const char *path = op_string(op, 0);
    int destination = open_destination(path, 1, (op->n[2] & MOUNT_NO_SYMLINKS) != 0);
    char **options = op_vector(op, 3, op->strings - 3);
    int64_t set = op->n[0];
    int64_t early = op->n[2] & MOUNT_COPY_UP ? set & ~ATTR_RDONLY : set;
    int mount = new_mount(op_string(op, 1), op_string(op, 2), early, options, path);
    if (op->n[2] & MOUNT_COPY_UP) {
        int from = sys_openat2(destination, ".", O_RDONLY | O_DIRECTORY, NO_SYMLINKS);
        if (from < 0)
            fail("open", path);
        copy_tree(from, mount, path);
        set_attributes(mount, 0, set & ~early, 0, 0, path);
    }
    attach(mount, destination, path);
    set_attributes(mount, 1, 0, 0, op->n[1], path);
    free(options);
    close(mount);
    close(destination);
}

void op_attach(const struct op *op) {
    const char *path = op_string(op, 0);
    int mount = slot_get(op->n[0], path);
    struct stat st;
    if (fstat(mount, &st))
        fail("fstat", path);
    int destination = open_destination(path, S_ISDIR(st.st_mode), (op->n[1] & MOUNT_NO_SYMLINKS) != 0);
    attach(mount, destination, path);
    close(destination);
    close(mount);
    slot_set(op->n[0], -1);
}

void op_setattr(const struct op *op) {
    const char *path = op_string(op, 0);
    int fd = open_in_root(path, O_PATH, 0);
    if (fd < 0)
        fail("openat2", path);
    set_attributes(fd, (int)op->n[3], op->n[0], op->n[1], op->n[2], path);
    close(fd);
}

/* A mount that is attached nowhere cannot be copied: the first place gets itself, the others get copies of it. */
static void attach_again(int mount, int *attached, int destination, const char *path) {
    int copy = *attached ? sys_open_tree(mount, "", TREE_CLONE | EMPTY_PATH) : mount;
    if (copy < 0)
        fail("open_tree", path);
    attach(copy, destination, path);
    if (*attached)
        close(copy);
    *attached = 1;
}

/*
 * A directory is hidden by an empty read-only tmpfs, a file by the host's /dev/null, which boot opened and checked:
 * the container's own could be anything by now.
 */
void op_mask(const struct op *op) {
    int null = slot_get(op->n[0], "/dev/null"), empty = -1, null_attached = 0, empty_attached = 0;
    static char blocks[] = "nr_blocks=1", inodes[] = "nr_inodes=1";
    char *options[] = {blocks, inodes, NULL};
    for (int i = 0; i < op->strings; i++) {
        const char *path = op_string(op, i);
        int fd = open_in_root(path, O_PATH, 0);
        if (fd < 0 && (errno == ENOENT || errno == ENOTDIR || errno == EACCES))
            continue;
        struct stat st;
        if (fd < 0 || fstat(fd, &st))
            fail("openat2", path);
        if (!S_ISDIR(st.st_mode)) {
            attach_again(null, &null_attached, fd, path);
        } else {
            if (empty < 0)
                empty = new_mount(
                    "tmpfs", "tmpfs", ATTR_RDONLY | ATTR_NOSUID | ATTR_NODEV | ATTR_NOEXEC, options, path);
            attach_again(empty, &empty_attached, fd, path);
        }
        close(fd);
    }
    if (empty >= 0)
        close(empty);
}

void op_readonly(const struct op *op) {
    for (int i = 0; i < op->strings; i++) {
        const char *path = op_string(op, i);
        int fd = open_in_root(path, O_PATH, 0);
        if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
            continue;
        int mount = fd < 0 ? -1 : sys_open_tree(fd, "", TREE_CLONE | EMPTY_PATH | RECURSIVE);
        if (mount < 0)
            fail("open_tree", path);
        set_attributes(mount, 0, ATTR_RDONLY, 0, 0, path);
        attach(mount, fd, path);
        close(mount);
        close(fd);
    }
}

void op_pivot(const struct op *op) {
    if (fchdir(root_fd))
        fail("fchdir", "root");
    if (op->n[0]) {
        if (syscall(SYS_pivot_root, ".", "."))
            fail("pivot_root", "root");
        /* The old root lies over the new one now; it must not take the host's mounts with it. */
        if (mount(NULL, ".", NULL, MS_REC | MS_SLAVE, NULL) || umount2(".", MNT_DETACH))
            fail("umount2", "old root");
    } else if (mount(".", "/", NULL, MS_MOVE, NULL) || chroot(".")) {
        fail("chroot", "root");
    }
    if (chdir("/"))
        fail("chdir", "/");
}
