package io.jfs.driver.btrfs;

import io.jfs.core.diff.EditedTree;
import io.jfs.linux.NativePath;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what BTRFS_IOC_SEND writes, version 1: a header, then commands, each with typed values. Numbers are
 * little-endian, {@code fs/btrfs/send.h}.
 */
final class SendStream {
    private static final byte[] MAGIC = "btrfs-stream\0".getBytes(StandardCharsets.US_ASCII);
    private static final int COMMAND_HEADER = 10; // struct btrfs_cmd_header { le32 len; le16 cmd; le32 crc; }
    private static final int VALUE_HEADER = 4; // struct btrfs_tlv_header { le16 type; le16 len; }
    private static final int MAX_COMMAND = 1 << 20;

    // enum btrfs_send_cmd
    private static final int SUBVOL = 1;
    private static final int SNAPSHOT = 2;
    private static final int MKFILE = 3;
    private static final int SYMLINK = 8;
    private static final int RENAME = 9;
    private static final int LINK = 10;
    private static final int UNLINK = 11;
    private static final int RMDIR = 12;
    private static final int END = 21;
    private static final int UPDATE_EXTENT = 22;

    // attributes of commands
    private static final int PATH = 15;
    private static final int PATH_TO = 16;
    private static final int PATH_LINK = 17;

    private final InputStream in;
    private final EditedTree edits;

    private SendStream(InputStream in, EditedTree edits) {
        this.in = in;
        this.edits = edits;
    }

    /** Follows all commands of a stream. */
    static EditedTree read(InputStream in) throws IOException {
        EditedTree edits = new EditedTree();
        new SendStream(in, edits).run();
        return edits;
    }

    private void run() throws IOException {
        byte[] magic = in.readNBytes(MAGIC.length);
        int version = bytes(4).getInt();
        if (!Arrays.equals(magic, MAGIC) || version != 1) {
            throw new IOException("not a btrfs send stream of version 1");
        }
        while (true) {
            ByteBuffer header = bytes(COMMAND_HEADER);
            int length = header.getInt();
            int command = Short.toUnsignedInt(header.getShort());
            if (length < 0 || length > MAX_COMMAND) {
                throw new IOException("btrfs send stream: a command of " + length + " bytes");
            }
            ByteBuffer values = bytes(length);
            if (command == END) {
                return;
            }
            follow(command, values);
        }
    }

    private void follow(int command, ByteBuffer values) throws IOException {
        switch (command) {
            case SUBVOL, SNAPSHOT -> {}
            case RENAME -> edits.rename(path(values, PATH), path(values, PATH_TO));
            case LINK -> edits.link(path(values, PATH_LINK), path(values, PATH));
            case UNLINK, RMDIR -> edits.remove(path(values, PATH));
            default -> {
                if (command > UPDATE_EXTENT) {
                    throw new IOException("btrfs send stream: unknown command " + command);
                }
                if (command >= MKFILE && command <= SYMLINK) {
                    edits.create(path(values, PATH));
                } else {
                    edits.touch(path(values, PATH));
                }
            }
        }
    }

    private static String path(ByteBuffer values, int wanted) throws IOException {
        for (int at = 0; at + VALUE_HEADER <= values.limit(); ) {
            int type = Short.toUnsignedInt(values.getShort(at));
            int length = Short.toUnsignedInt(values.getShort(at + 2));
            at += VALUE_HEADER;
            if (type == wanted && at + length <= values.limit()) {
                byte[] text = new byte[length];
                values.get(at, text);
                return NativePath.decode(text);
            }
            at += length;
        }
        throw new IOException("btrfs send stream: a command lacks value " + wanted);
    }

    private ByteBuffer bytes(int count) throws IOException {
        byte[] read = in.readNBytes(count);
        if (read.length < count) {
            throw new EOFException("a btrfs send stream ends early");
        }
        return ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
    }
}
