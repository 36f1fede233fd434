/* Clients of the attach socket: they get what the container writes and give it what it reads. */
#include "monitor.h"
#include "sys.h"

#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>

struct client {
    int fd;
    unsigned char header[FRAME_HEADER + 4]; /* of the frame that is coming in, and a resize's payload */
    size_t have, left;                      /* bytes of the header; of an input frame's payload still to come */
    char output[FRAME_HEADER + OUTPUT_BYTES];
    size_t from, to; /* what of it waits to be sent */
};

static struct client clients[MAX_CLIENTS]; /* fd 0 is none: it is /dev/null */
static int server = -1;
static char input[4096]; /* for the container's standard input */
static size_t input_from, input_to;
static int input_ends;
int input_fd = -1, input_is_terminal;

void attach_listen(int dir) {
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "attach.sock"};
    server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (server < 0 || fchdir(dir) || (unlink(address.sun_path) && errno != ENOENT)
        || bind(server, (struct sockaddr *)&address, sizeof address) || listen(server, MAX_CLIENTS) || chdir("/"))
        fail("listen", "attach.sock");
}

static void drop(struct client *c) {
    close(c->fd);
    memset(c, 0, offsetof(struct client, output));
    c->from = c->to = 0;
}

static void close_input(void) {
    if (input_fd >= 0 && !input_is_terminal)
        close(input_fd);
    input_fd = -1;
    input_from = input_to = 0;
}

static void write_input(void) {
    while (input_fd >= 0 && input_from < input_to) {
        ssize_t n = write(input_fd, input + input_from, input_to - input_from);
        if (n < 0 && errno == EAGAIN)
            return;
        if (n < 0)
            close_input(); /* nobody reads it any more */
        else
            input_from += (size_t)n;
    }
    input_from = input_to = 0;
    if (input_ends)
        close_input();
}

static void send_pending(struct client *c) {
    while (c->from < c->to) {
        ssize_t n = send(c->fd, c->output + c->from, c->to - c->from, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (n < 0) {
            drop(c);
            return;
        }
        c->from += (size_t)n;
    }
}

static int queue_frame(struct client *c, int type, const char *data, size_t size) {
    if (c->from < c->to)
        return 0;
    unsigned char header[FRAME_HEADER] = {(unsigned char)type, 0, 0, 0, (unsigned char)(size >> 24),
        (unsigned char)(size >> 16), (unsigned char)(size >> 8), (unsigned char)size};
    memcpy(c->output, header, sizeof header);
    memcpy(c->output + sizeof header, data, size);
    c->from = 0;
    c->to = sizeof header + size;
    send_pending(c);
    return 1;
}

void attach_send(int type, const char *data, size_t size) {
    for (int i = 0; i < MAX_CLIENTS; i++)
        if (clients[i].fd)
            queue_frame(&clients[i], type, data, size);
}

int attach_idle(void) {
    for (int i = 0; i < MAX_CLIENTS; i++)
        if (clients[i].fd && clients[i].from < clients[i].to)
            return 0;
    return 1;
}

static void resize(const unsigned char *payload) {
    struct winsize size = {.ws_row = (unsigned short)(payload[0] << 8 | payload[1]),
        .ws_col = (unsigned short)(payload[2] << 8 | payload[3])};
    if (input_is_terminal && input_fd >= 0)
        ioctl(input_fd, TIOCSWINSZ, &size);
}

/* A frame's header is whole. */
static void begin_frame(struct client *c) {
    size_t length =
        (size_t)c->header[4] << 24 | (size_t)c->header[5] << 16 | (size_t)c->header[6] << 8 | (size_t)c->header[7];
    int type = c->header[0];
    if (type == FRAME_INPUT) {
        c->left = length;
    } else if (type == FRAME_END && length == 0) {
        input_ends = 1;
        write_input();
    } else if (type != FRAME_RESIZE || length != 4) {
        drop(c);
        return;
    } else {
        return; /* its payload is kept in the header */
    }
    c->have = 0;
}

static void read_header(struct client *c) {
    size_t want = c->have < FRAME_HEADER ? FRAME_HEADER : FRAME_HEADER + 4;
    ssize_t n = recv(c->fd, c->header + c->have, want - c->have, MSG_DONTWAIT);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
        drop(c);
        return;
    }
    if (n < 0)
        return;
    c->have += (size_t)n;
    if (c->have == FRAME_HEADER) {
        begin_frame(c);
    } else if (c->have == FRAME_HEADER + 4) {
        resize(c->header + FRAME_HEADER);
        c->have = 0;
    }
}

static void read_client(struct client *c) {
    if (c->left == 0) {
        read_header(c);
        return;
    }
    size_t want = c->left < sizeof input ? c->left : sizeof input;
    ssize_t n = recv(c->fd, input, want, MSG_DONTWAIT);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
        drop(c);
    } else if (n > 0) {
        c->left -= (size_t)n;
        input_from = 0;
        input_to = (size_t)n;
        write_input();
    }
}

/* Called before output is read: who connected before it was written gets it. */
void attach_accept(void) {
    int fd;
    while ((fd = accept4(server, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0) {
        int i = 0;
        while (i < MAX_CLIENTS && clients[i].fd)
            i++;
        if (i < MAX_CLIENTS)
            clients[i].fd = fd;
        else
            close(fd);
    }
}

int attach_poll(struct pollfd *set) {
    int n = 0, pending = input_from < input_to;
    set[n++] = (struct pollfd){.fd = server, .events = POLLIN};
    set[n++] = (struct pollfd){.fd = pending ? input_fd : -1, .events = POLLOUT};
    for (int i = 0; i < MAX_CLIENTS; i++) {
        struct client *c = &clients[i];
        int events = (pending ? 0 : POLLIN) | (c->from < c->to ? POLLOUT : 0);
        set[n++] = (struct pollfd){.fd = c->fd ? c->fd : -1, .events = (short)events};
    }
    return n;
}

void attach_serve(const struct pollfd *set, int count) {
    if (set[1].revents)
        write_input();
    for (int i = 0; i + 2 < count; i++) {
        struct client *c = &clients[i];
        short events = set[i + 2].revents;
        if (!c->fd || set[i + 2].fd != c->fd)
            continue;
        if (events & POLLOUT)
            send_pending(c);
        if (c->fd && (events & (POLLIN | POLLHUP | POLLERR)) && input_from == input_to)
            read_client(c);
        else if (c->fd && (events & POLLERR))
            drop(c);
    }
}

/* A client that reads nothing for five seconds has lost its chance. */
static void flush(struct client *c) {
    while (c->fd && c->from < c->to) {
        struct pollfd polled = {.fd = c->fd, .events = POLLOUT};
        if (poll(&polled, 1, 5000) <= 0)
            return;
        send_pending(c);
    }
}

void attach_finish(int code) {
    unsigned value = (unsigned)code;
    char payload[4] = {(char)(value >> 24), (char)(value >> 16), (char)(value >> 8), (char)value};
    attach_accept(); /* somebody may have connected just now */
    for (int i = 0; i < MAX_CLIENTS; i++) {
        flush(&clients[i]);
        if (clients[i].fd && queue_frame(&clients[i], FRAME_EXIT, payload, sizeof payload))
            flush(&clients[i]);
    }
}
