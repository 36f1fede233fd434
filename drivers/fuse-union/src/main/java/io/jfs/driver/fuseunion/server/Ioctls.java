package io.jfs.driver.fuseunion.server;

import io.jfs.fuse.dispatch.FuseFailure;
import io.jfs.linux.Errno;
import io.jfs.linux.InodeFlags;
import io.jfs.union.Union;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The ioctls that are about inodes. Who may set flags the kernel has checked. */
final class Ioctls {
    private Ioctls() {}

    /** Does one; true if it changed attributes. */
    static boolean apply(Union union, long node, int command, ByteBuffer input, ByteBuffer output) throws IOException {
        switch (command) {
            case InodeFlags.GETFLAGS -> put(output, union.flags(node));
            case InodeFlags.GETVERSION -> put(output, union.version(node));
            case InodeFlags.FSGETXATTR -> {
                requireRoom(output.remaining(), InodeFlags.EXTENDED_BYTES);
                output.put(union.extendedFlags(node).rewind());
            }
            case InodeFlags.SETFLAGS -> {
                requireRoom(input.remaining(), Integer.BYTES);
                union.setFlags(node, input.getInt(input.position()));
                return true;
            }
            case InodeFlags.FSSETXATTR -> {
                requireRoom(input.remaining(), InodeFlags.EXTENDED_BYTES);
                byte[] copy = new byte[InodeFlags.EXTENDED_BYTES];
                input.get(copy);
                union.setExtendedFlags(node, ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder()));
                return true;
            }
            default -> throw FuseFailure.of(Errno.ENOTTY);
        }
        return false;
    }

    /** An int, also where the command's number says long: as the programs have it. */
    private static void put(ByteBuffer output, int value) throws IOException {
        requireRoom(output.remaining(), Integer.BYTES);
        output.putInt(value);
    }

    private static void requireRoom(int remaining, int needed) throws IOException {
        if (remaining < needed) {
            throw FuseFailure.of(Errno.EINVAL);
        }
    }
}
