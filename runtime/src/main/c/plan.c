/* The plan: "JFSPLAN1", then records of a header, 64-bit numbers and NUL-terminated strings, each padded to 8 bytes. */
#include "jfs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

struct header {
    uint16_t code, ints, strings, zero;
    uint32_t size, zero2;
};

static const char MAGIC[8] = "JFSPLAN1";
static const char *plan;

/* The least that each operation has; more is the operation's own to look at. */
static const struct {
    unsigned char ints, strings;
} SHAPES[] = {
    [OP_NAMESPACES] = {1, 0}, [OP_JOIN] = {1, 1}, [OP_JOIN_PROCESS] = {2, 0}, [OP_CGROUP] = {1, 1},
    [OP_LISTEN] = {0, 2}, [OP_CONSOLE] = {0, 1}, [OP_BIND] = {7, 1}, [OP_USERNS] = {1, 2}, [OP_TIME_OFFSETS] = {0, 1},
    [OP_MONITOR] = {3, 3}, [OP_OOM_SCORE] = {1, 0}, [OP_SECCOMP_AGENT] = {0, 1}, [OP_UNSHARE] = {1, 0},
    [OP_BECOME] = {3, 0}, [OP_PROPAGATE] = {1, 0}, [OP_ROOT] = {1, 1}, [OP_MOUNT] = {3, 3}, [OP_ATTACH] = {2, 1},
    [OP_SETATTR] = {4, 1}, [OP_MKNOD] = {5, 1}, [OP_SYMLINK] = {0, 2}, [OP_MASK] = {1, 0}, [OP_TERMINAL] = {5, 0},
    [OP_HOOK] = {3, 1}, [OP_PIVOT] = {1, 0}, [OP_HOSTNAME] = {0, 1}, [OP_DOMAINNAME] = {0, 1},
    [OP_PROC_WRITE] = {0, 2}, [OP_RLIMIT] = {3, 1}, [OP_KEYRING] = {0, 1}, [OP_SECCOMP] = {2, 0},
    [OP_CREDENTIALS] = {8, 0}, [OP_CHDIR] = {0, 1}, [OP_EXEC] = {2, 1}, [OP_SCHEDULER] = {7, 0},
    [OP_IO_PRIORITY] = {1, 0}, [OP_PERSONALITY] = {1, 0},
    [OP_MKDIR] = {0, 1},
};
static size_t plan_size;

void plan_open(int fd) {
    struct stat st;
    if (fstat(fd, &st))
        fail("fstat", "plan");
    plan_size = (size_t)st.st_size;
    if (plan_size < sizeof MAGIC)
        fail_with(EPROTO, "read", "plan");
    plan = mmap(NULL, plan_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (plan == MAP_FAILED)
        fail("mmap", "plan");
    if (memcmp(plan, MAGIC, sizeof MAGIC))
        fail_with(EPROTO, "read", "plan");
}

int plan_next(size_t *position, struct op *op) {
    if (*position == 0)
        *position = sizeof MAGIC;
    if (*position == plan_size)
        return 0;
    struct header h;
    size_t left = plan_size - *position;
    if (*position > plan_size || left < sizeof h)
        fail_with(EPROTO, "read", "plan");
    memcpy(&h, plan + *position, sizeof h);
    size_t numbers = (size_t)h.ints * 8;
    if (h.size > left || h.size % 8 || h.size < sizeof h + numbers)
        fail_with(EPROTO, "read", "plan");
    if (h.code >= sizeof SHAPES / sizeof *SHAPES || h.ints < SHAPES[h.code].ints || h.strings < SHAPES[h.code].strings)
        fail_with(EPROTO, "read", "plan");
    op->code = h.code;
    op->ints = h.ints;
    op->strings = h.strings;
    op->n = (const int64_t *)(const void *)(plan + *position + sizeof h);
    op->s = plan + *position + sizeof h + numbers;
    const char *end = plan + *position + h.size, *at = op->s;
    for (int i = 0; i < h.strings; i++) {
        const char *nul = memchr(at, 0, (size_t)(end - at));
        if (!nul)
            fail_with(EPROTO, "read", "plan");
        at = nul + 1;
    }
    *position += h.size;
    return 1;
}

int plan_has(int code, struct op *op) {
    size_t position = 0;
    while (plan_next(&position, op))
        if (op->code == code)
            return 1;
    return 0;
}

const char *op_string(const struct op *op, int index) {
    const char *at = op->s;
    if (index >= op->strings)
        fail_with(EPROTO, "read", "plan");
    while (index-- > 0)
        at += strlen(at) + 1;
    return at;
}

char **op_vector(const struct op *op, int from, int count) {
    if (from < 0 || count < 0 || from + count > op->strings)
        fail_with(EPROTO, "read", "plan");
    char **vector = calloc((size_t)count + 1, sizeof *vector);
    if (!vector)
        fail("calloc", "plan");
    const char *at = count ? op_string(op, from) : NULL;
    for (int i = 0; i < count; i++, at += strlen(at) + 1)
        vector[i] = (char *)(uintptr_t)at;
    return vector;
}
