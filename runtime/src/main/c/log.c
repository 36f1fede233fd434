/*
 * The container's log, in the format of podman's k8s-file and of CRI: each line is
 *   2026-01-31T12:00:00.000000000Z stdout F text
 * with P instead of F where a line goes on in the next record. Bytes are kept as they are.
 */
#include "monitor.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int log_fd = -1;
static const char *log_path;
static int64_t log_limit, log_files, log_size;
int log_error; /* the first reason why a record could not be written whole */

static void open_log(void) {
    struct stat st;
    log_fd = open(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    log_size = log_fd >= 0 && fstat(log_fd, &st) == 0 ? st.st_size : 0;
}

void log_open(const char *path, int64_t limit, int64_t files) {
    log_path = path;
    log_limit = limit;
    log_files = files;
    if (!*path)
        return;
    open_log();
    if (log_fd < 0)
        fail("open", path);
}

/* log -> log.1 -> log.2 ...; the last is overwritten. A record is never split between files. */
static void rotate(void) {
    char from[PATH_MAX], to[PATH_MAX];
    for (int64_t i = log_files - 1; i > 0; i--) {
        if (i > 1)
            snprintf(from, sizeof from, "%s.%lld", log_path, (long long)i - 1);
        else
            snprintf(from, sizeof from, "%s", log_path);
        snprintf(to, sizeof to, "%s.%lld", log_path, (long long)i);
        if (rename(from, to) && errno != ENOENT && !log_error)
            log_error = errno;
    }
    if (log_files <= 1 && truncate(log_path, 0) && !log_error)
        log_error = errno;
    close(log_fd);
    open_log();
}

size_t format_time(char *out, size_t size) {
    struct timespec now;
    struct tm tm;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &tm);
    size_t n = strftime(out, size, "%Y-%m-%dT%H:%M:%S", &tm);
    return n + (size_t)snprintf(out + n, size - n, ".%09ldZ", now.tv_nsec);
}

static void write_record(const char *at, size_t left) {
    if (log_limit > 0 && log_size > 0 && log_size + (int64_t)left > log_limit)
        rotate();
    log_size += (int64_t)left;
    while (left > 0) {
        ssize_t n = write(log_fd, at, left);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            if (!log_error)
                log_error = errno;
            return;
        }
        at += n;
        left -= (size_t)n;
    }
}

void log_write(int stream, const char *data, size_t size) {
    char out[OUTPUT_BYTES + 64];
    if (log_fd < 0)
        return;
    while (size > 0) {
        const char *newline = memchr(data, '\n', size);
        size_t length = newline ? (size_t)(newline - data) : size;
        size_t n = format_time(out, sizeof out);
        n += (size_t)snprintf(out + n, 16, " %s %c ", stream == 2 ? "stderr" : "stdout", newline ? 'F' : 'P');
        memcpy(out + n, data, length);
        out[n + length] = '\n';
        write_record(out, n + length + 1);
        data += length + (newline ? 1 : 0);
        size -= length + (newline ? 1 : 0);
    }
}
