/* Messages between Java, boot and init; an error names its operation, its path and errno. */
#include "jfs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int report_fd = -1;
char message[MESSAGE_BYTES];

void fail(const char *operation, const char *path) {
    fail_with(errno, operation, path);
}

void fail_with(int error, const char *operation, const char *path) {
    char text[4200];
    int size = 5;
    text[0] = MSG_ERROR;
    memcpy(text + 1, &error, sizeof error);
    size += snprintf(text + 5, 100, "%s", operation) + 1;
    int rest = snprintf(text + size, sizeof text - (size_t)size, "%s", path);
    size += rest < 4000 ? rest : 4000;
    if (report_fd >= 0)
        (void)!write(report_fd, text, (size_t)size);
    else
        dprintf(2, "jfs: %s %s: %s\n", operation, path, strerror(error));
    _exit(1);
}

void send_message(int socket, char type, const void *data, size_t size) {
    struct iovec parts[2] = {{&type, 1}, {(void *)(uintptr_t)data, size}};
    struct msghdr header = {.msg_iov = parts, .msg_iovlen = 2};
    (void)!sendmsg(socket, &header, MSG_NOSIGNAL); /* who waits for it notices the end of the socket instead */
}

void send_int(int socket, char type, int value) {
    send_message(socket, type, &value, sizeof value);
}

void send_descriptor(int socket, const void *data, size_t size, int fd, const char *what) {
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control;
    memset(&control, 0, sizeof control);
    struct iovec part = {(void *)(uintptr_t)data, size};
    struct msghdr header = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    struct cmsghdr *c = CMSG_FIRSTHDR(&header);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(c), &fd, sizeof fd);
    if (sendmsg(socket, &header, MSG_NOSIGNAL) < 0)
        fail("sendmsg", what);
}

ssize_t receive_message(int socket, int *fd) {
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec part = {message, sizeof message - 1};
    struct msghdr header = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    *fd = -1;
    ssize_t size;
    do
        size = recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
    while (size < 0 && errno == EINTR);
    if (size < 0)
        return 0; /* ECONNRESET: the other side has gone */
    message[size] = 0;
    struct cmsghdr *c = CMSG_FIRSTHDR(&header);
    if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS)
        memcpy(fd, CMSG_DATA(c), sizeof *fd);
    return size;
}

ssize_t expect_message(int socket, char type) {
    int fd;
    ssize_t size = receive_message(socket, &fd);
    if (fd >= 0)
        close(fd);
    if (size == 0)
        _exit(1);
    if (message[0] != type)
        fail_with(EPROTO, "message", "unexpected");
    return size;
}
