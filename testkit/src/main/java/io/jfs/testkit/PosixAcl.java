package io.jfs.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Access lists as {@code system.posix_acl_access} holds them: {@code struct posix_acl_xattr_header},
 * linux/posix_acl_xattr.h.
 */
final class PosixAcl {
    private static final int VERSION = 2;
    private static final int ENTRY = 8;
    private static final int NO_ID = -1;
    // Tags and permissions of linux/posix_acl.h.
    private static final int USER_OBJ = 0x01;
    private static final int USER = 0x02;
    private static final int GROUP_OBJ = 0x04;
    private static final int MASK = 0x10;
    private static final int OTHER = 0x20;
    private static final int READ = 4;
    private static final int READ_WRITE = 6;

    private PosixAcl() {}

    /** Owner rw, the user rw, group r, mask rw, others r: the mode shows as 0664. */
    static byte[] readWriteFor(int user) {
        ByteBuffer list = ByteBuffer.allocate(4 + 5 * ENTRY).order(ByteOrder.LITTLE_ENDIAN);
        list.putInt(VERSION);
        entry(list, USER_OBJ, READ_WRITE, NO_ID);
        entry(list, USER, READ_WRITE, user);
        entry(list, GROUP_OBJ, READ, NO_ID);
        entry(list, MASK, READ_WRITE, NO_ID);
        entry(list, OTHER, READ, NO_ID);
        return list.array();
    }

    private static void entry(ByteBuffer list, int tag, int permissions, int id) {
        list.putShort((short) tag).putShort((short) permissions).putInt(id);
    }
}
