/* What the monitor's parts share. */
#ifndef MONITOR_H
#define MONITOR_H

#include "jfs.h"

enum { OUTPUT_BYTES = 8192, FRAME_HEADER = 8 };

/* Frames on the attach socket: type, three zeros, length (big-endian), payload. */
enum {
    FRAME_INPUT = 0,   /* from a client: for standard input */
    FRAME_OUT = 1,
    FRAME_ERR = 2,
    FRAME_EXIT = 3,    /* exit code, 4 bytes big-endian; the last frame */
    FRAME_RESIZE = 4,  /* from a client: rows, columns, 2 bytes big-endian each */
    FRAME_END = 5      /* from a client: end of standard input */
};

extern int log_error;
void log_open(const char *path, int64_t limit, int64_t files);
void log_write(int stream, const char *data, size_t size);
size_t format_time(char *out, size_t size);

/* ---- attach.c ---- */

enum { MAX_CLIENTS = 16 };
struct pollfd;
extern int input_fd, input_is_terminal;
void attach_listen(int dir);
void attach_accept(void);
/* Adds what clients wait for to a poll set; returns how many entries. */
int attach_poll(struct pollfd *set);
void attach_serve(const struct pollfd *set, int count);
void attach_send(int type, const char *data, size_t size);
/* Whether all clients have what was sent: until then nothing more is read from the container. */
int attach_idle(void);
void attach_finish(int code);

#endif
