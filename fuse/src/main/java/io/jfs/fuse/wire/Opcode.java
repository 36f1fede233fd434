package io.jfs.fuse.wire;

import java.util.Optional;

/**
 * What a request asks for: {@code enum fuse_opcode}. Each has the size of the struct that follows the request's header;
 * names and data follow that struct.
 */
public enum Opcode {
    LOOKUP(1, 0),
    FORGET(2, 8),
    GETATTR(3, 16),
    SETATTR(4, 88),
    READLINK(5, 0),
    SYMLINK(6, 0),
    MKNOD(8, 16),
    MKDIR(9, 8),
    UNLINK(10, 0),
    RMDIR(11, 0),
    RENAME(12, 8),
    LINK(13, 8),
    OPEN(14, 8),
    READ(15, 40),
    WRITE(16, 40),
    STATFS(17, 0),
    RELEASE(18, 24),
    FSYNC(20, 16),
    /** Its struct has 8 bytes, or 16 with {@link InitFlags#SETXATTR_EXT}, which is always asked for. */
    SETXATTR(21, 16),
    GETXATTR(22, 8),
    LISTXATTR(23, 8),
    REMOVEXATTR(24, 0),
    FLUSH(25, 24),
    INIT(26, 0),
    OPENDIR(27, 8),
    READDIR(28, 40),
    RELEASEDIR(29, 24),
    FSYNCDIR(30, 16),
    GETLK(31, 48),
    SETLK(32, 48),
    SETLKW(33, 48),
    ACCESS(34, 8),
    CREATE(35, 16),
    INTERRUPT(36, 8),
    BMAP(37, 16),
    DESTROY(38, 0),
    IOCTL(39, 32),
    POLL(40, 24),
    NOTIFY_REPLY(41, 40),
    BATCH_FORGET(42, 8),
    FALLOCATE(43, 32),
    READDIRPLUS(44, 40),
    RENAME2(45, 16),
    LSEEK(46, 24),
    COPY_FILE_RANGE(47, 56),
    SETUPMAPPING(48, 40),
    REMOVEMAPPING(49, 4),
    SYNCFS(50, 8),
    TMPFILE(51, 16),
    STATX(52, 24),
    COPY_FILE_RANGE_64(53, 56);

    /** One more than the largest code. */
    public static final int LIMIT = 54;

    private static final Opcode[] BY_CODE = byCode();

    private final int code;
    private final int structBytes;

    Opcode(int code, int structBytes) {
        this.code = code;
        this.structBytes = structBytes;
    }

    /** The number in a request's header. */
    public int code() {
        return code;
    }

    /** The size of the struct between a request's header and its names or data. */
    public int structBytes() {
        return structBytes;
    }

    /** Whether the kernel expects no answer. */
    public boolean isOneWay() {
        return this == FORGET || this == BATCH_FORGET || this == INTERRUPT || this == NOTIFY_REPLY;
    }

    /** The operation with this code; empty if the kernel knows more than we do. Never allocates. */
    public static Optional<Opcode> of(int code) {
        return code >= 0 && code < LIMIT ? Found.OF_CODE[code] : Optional.empty();
    }

    private static Opcode[] byCode() {
        Opcode[] table = new Opcode[LIMIT];
        for (Opcode opcode : values()) {
            table[opcode.code] = opcode;
        }
        return table;
    }

    /** The answers of {@link #of}, made once. */
    private static final class Found {
        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type can be made in no other way
        static final Optional<Opcode>[] OF_CODE = new Optional[LIMIT];

        static {
            for (int code = 0; code < LIMIT; code++) {
                OF_CODE[code] = Optional.ofNullable(BY_CODE[code]);
            }
        }
    }
}
