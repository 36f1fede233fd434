package io.jfs.union;

import io.jfs.linux.Errno;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A POSIX access control list as its extended attribute has it (linux/posix_acl_xattr.h): version 2, then entries of
 * tag, permissions and id, little endian, sorted by tag.
 */
final class PosixAcl {
    private static final int VERSION = 2;
    private static final int HEADER_BYTES = 4;
    private static final int ENTRY_BYTES = 8;
    private static final int ACL_USER_OBJ = 0x01;
    private static final int ACL_GROUP_OBJ = 0x04;
    private static final int ACL_MASK = 0x10;
    private static final int ACL_OTHER = 0x20;

    private final byte[] value;

    /** A view of the value. */
    private final ByteBuffer bytes;

    private PosixAcl(byte[] value) {
        this.value = value;
        this.bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    }

    static PosixAcl parse(byte[] value) throws IOException {
        PosixAcl acl = new PosixAcl(value.clone());
        boolean sane = value.length >= HEADER_BYTES
                && (value.length - HEADER_BYTES) % ENTRY_BYTES == 0
                && acl.bytes.getInt(0) == VERSION;
        if (!sane) {
            throw Failures.of(Errno.EINVAL, "posix_acl", "");
        }
        return acl;
    }

    private int entries() {
        return (value.length - HEADER_BYTES) / ENTRY_BYTES;
    }

    private int tag(int entry) {
        return bytes.getShort(HEADER_BYTES + entry * ENTRY_BYTES);
    }

    private int permissions(int entry) {
        return bytes.getShort(HEADER_BYTES + entry * ENTRY_BYTES + 2) & 7;
    }

    private int find(int tag) {
        for (int i = 0; i < entries(); i++) {
            if (tag(i) == tag) {
                return i;
            }
        }
        return -1;
    }

    /** What a file gets whose directory has this default ACL and which is made with a mode: posix_acl_create_masq. */
    PosixAcl forNewFile(int mode) {
        PosixAcl result = new PosixAcl(value.clone());
        result.limit(ACL_USER_OBJ, (mode >> 6) & 7);
        result.limit(find(ACL_MASK) >= 0 ? ACL_MASK : ACL_GROUP_OBJ, (mode >> 3) & 7);
        result.limit(ACL_OTHER, mode & 7);
        return result;
    }

    private void limit(int tag, int permissions) {
        int entry = find(tag);
        if (entry >= 0) {
            bytes.putShort(HEADER_BYTES + entry * ENTRY_BYTES + 2, (short) (permissions(entry) & permissions));
        }
    }

    /** The permission bits of a file with this access ACL. */
    int permissions() {
        return (permissionsOf(ACL_USER_OBJ) << 6)
                | (permissionsOf(find(ACL_MASK) >= 0 ? ACL_MASK : ACL_GROUP_OBJ) << 3)
                | permissionsOf(ACL_OTHER);
    }

    private int permissionsOf(int tag) {
        int entry = find(tag);
        return entry < 0 ? 0 : permissions(entry);
    }

    /** Whether it says more than permission bits can. */
    boolean isExtended() {
        return entries() > 3;
    }

    byte[] encode() {
        return value.clone();
    }
}
