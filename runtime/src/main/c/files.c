/*
 * Paths below the container's root. Whoever made the root may have put symbolic links anywhere, and another container
 * that shares it may change it meanwhile: every path is resolved by openat2 inside the root, and used by descriptor.
 */
#include "jfs.h"
#include "sys.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int slots[SLOTS]; /* a descriptor + 1; 0 is none */
int root_fd = -1;
int proc_fd = -1;

void slot_set(int64_t slot, int fd) {
    if (slot < 0 || slot >= SLOTS)
        fail_with(EPROTO, "slot", "plan");
    slots[slot] = fd + 1;
}

int slot_get(int64_t slot, const char *path) {
    if (slot < 0 || slot >= SLOTS || !slots[slot])
        fail_with(EBADF, "slot", path);
    return slots[slot] - 1;
}

int open_in_root(const char *path, int flags, int no_symlinks) {
    uint64_t resolve = IN_ROOT | NO_MAGICLINKS | (no_symlinks ? NO_SYMLINKS : 0);
    const char *inside = *path ? path : ".";
    int fd;
    /* EAGAIN: something was renamed while the kernel checked ".."; an attacker could make it so for ever. */
    for (int i = 0; (fd = sys_openat2(root_fd, inside, (uint64_t)flags, resolve)) < 0 && errno == EAGAIN && i < 256; i++)
        ;
    return fd;
}

/* Copies the path up to its n-th component; 0 if it has no more than that. */
static int prefix(const char *path, int n, char *out, size_t size) {
    const char *at = path;
    while (n > 0) {
        while (*at == '/')
            at++;
        if (!*at)
            return 0;
        while (*at && *at != '/')
            at++;
        n--;
    }
    if ((size_t)(at - path) >= size)
        fail_with(ENAMETOOLONG, "open", path);
    memcpy(out, path, (size_t)(at - path));
    out[at - path] = 0;
    while (*at == '/')
        at++;
    return *at != 0;
}

static void last_name(const char *path, char *name, size_t size) {
    size_t end = strlen(path);
    while (end > 0 && path[end - 1] == '/')
        end--;
    size_t start = end;
    while (start > 0 && path[start - 1] != '/')
        start--;
    if (end - start >= size || end == start)
        fail_with(EINVAL, "open", path);
    memcpy(name, path + start, end - start);
    name[end - start] = 0;
    if (!strcmp(name, ".") || !strcmp(name, ".."))
        fail_with(EINVAL, "open", path);
}

static int components(const char *path) {
    char part[PATH_MAX];
    int n = 0;
    while (prefix(path, n, part, sizeof part))
        n++;
    return n;
}

static int make_directories(const char *path, int n, int no_symlinks);

/* What a link leads to that leads nowhere yet: made inside the root, as the link would be followed there. */
static void make_target(const char *link, int dir, const char *name, const char *path) {
    static int depth;
    char *target = malloc(2 * PATH_MAX);
    ssize_t n = target ? readlinkat(dir, name, target, PATH_MAX - 1) : -1;
    if (n < 0 || depth == 8)
        fail_with(n < 0 ? ENOENT : ELOOP, "openat2", path);
    target[n] = 0;
    if (target[0] != '/') {
        int parent = (int)(strlen(link) - strlen(name));
        char *relative = strdup(target);
        snprintf(target, 2 * PATH_MAX, "%.*s%s", parent, link, relative ? relative : "");
        free(relative);
    }
    depth++;
    close(make_directories(target, components(target), 0));
    depth--;
    free(target);
}

/* Makes the directories of the path's first n components; the last one's descriptor. */
static int make_directories(const char *path, int n, int no_symlinks) {
    char part[PATH_MAX], name[NAME_MAX + 1];
    int dir = open_in_root("", O_PATH | O_DIRECTORY, 0);
    for (int i = 1; i <= n && dir >= 0; i++) {
        prefix(path, i, part, sizeof part);
        int next = open_in_root(part, O_PATH | O_DIRECTORY, no_symlinks);
        if (next < 0 && errno == ENOENT) {
            last_name(part, name, sizeof name);
            if (mkdirat(dir, name, 0755)) {
                if (errno != EEXIST)
                    fail("mkdirat", path);
                if (!no_symlinks)
                    make_target(part, dir, name, path);
            }
            next = open_in_root(part, O_PATH | O_DIRECTORY, no_symlinks);
        }
        if (next < 0)
            fail("openat2", path);
        close(dir);
        dir = next;
    }
    return dir;
}

int open_parent(const char *path, char *name, size_t size) {
    last_name(path, name, size);
    int dir = make_directories(path, components(path) - 1, 0);
    if (dir < 0)
        fail("openat2", path);
    return dir;
}

int open_destination(const char *path, int directory, int no_symlinks) {
    int fd = open_in_root(path, O_PATH, no_symlinks);
    if (fd >= 0)
        return fd;
    if (errno != ENOENT)
        fail("openat2", path);
    if (directory) {
        fd = make_directories(path, components(path), no_symlinks);
    } else {
        char name[NAME_MAX + 1];
        int dir = open_parent(path, name, sizeof name);
        if (mknodat(dir, name, S_IFREG | 0644, 0) && errno != EEXIST)
            fail("mknodat", path);
        close(dir);
        fd = open_in_root(path, O_PATH, no_symlinks);
    }
    if (fd < 0)
        fail("openat2", path);
    return fd;
}

void write_all(int fd, const void *data, size_t size, const char *path) {
    const char *at = data;
    while (size > 0) {
        ssize_t n = write(fd, at, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            fail("write", path);
        at += n;
        size -= (size_t)n;
    }
}

void write_file(int dir, const char *path, const char *text, const char *operation) {
    int fd = openat(dir, path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        fail(operation, path);
    /* One write: files of /proc and of cgroups take their value whole. */
    if (write(fd, text, strlen(text)) != (ssize_t)strlen(text))
        fail(operation, path);
    close(fd);
}

static void copy_data(int from, int to, const char *path) {
    char *buffer = message; /* nothing is received while a tree is copied */
    ssize_t n;
    while ((n = read(from, buffer, 65536)) > 0)
        write_all(to, buffer, (size_t)n, path);
    if (n < 0)
        fail("read", path);
}

static void copy_entry(int from, int to, const char *name, const char *path) {
    struct stat st;
    if (fstatat(from, name, &st, AT_SYMLINK_NOFOLLOW))
        fail("fstatat", path);
    if (S_ISLNK(st.st_mode)) {
        char target[PATH_MAX];
        ssize_t n = readlinkat(from, name, target, sizeof target - 1);
        if (n < 0)
            fail("readlinkat", path);
        target[n] = 0;
        if (symlinkat(target, to, name))
            fail("symlinkat", path);
    } else if (S_ISDIR(st.st_mode)) {
        int source = openat(from, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (source < 0 || mkdirat(to, name, 0700))
            fail("mkdirat", path);
        int target = openat(to, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (target < 0)
            fail("openat", path);
        copy_tree(source, target, path);
        close(target);
    } else if (S_ISREG(st.st_mode)) {
        int source = openat(from, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
        int target = openat(to, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (source < 0 || target < 0)
            fail("openat", path);
        copy_data(source, target, path);
        close(source);
        close(target);
    } else if (mknodat(to, name, st.st_mode, st.st_rdev)) {
        fail("mknodat", path);
    }
    if (fchownat(to, name, st.st_uid, st.st_gid, AT_SYMLINK_NOFOLLOW))
        fail("fchownat", path);
    if (!S_ISLNK(st.st_mode) && fchmodat(to, name, st.st_mode & 07777, 0))
        fail("fchmodat", path);
}

/* Closes from. */
void copy_tree(int from, int to, const char *path) {
    DIR *dir = fdopendir(from);
    if (!dir)
        fail("fdopendir", path);
    struct dirent *entry;
    while ((entry = readdir(dir)))
        if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
            copy_entry(from, to, entry->d_name, path);
    closedir(dir);
}
