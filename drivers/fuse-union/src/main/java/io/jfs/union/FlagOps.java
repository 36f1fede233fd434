package io.jfs.union;

import io.jfs.linux.Fd;
import io.jfs.linux.InodeFlags;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The flags of chattr(1): those of the real file, but for what {@link Protection} keeps. */
final class FlagOps {
    private static final int PROTECTED = InodeFlags.FS_IMMUTABLE_FL | InodeFlags.FS_APPEND_FL;
    private static final int PROTECTED_EXTENDED = InodeFlags.FS_XFLAG_IMMUTABLE | InodeFlags.FS_XFLAG_APPEND;

    private final Context context;
    private final CopyUp copyUp;

    FlagOps(Context context, CopyUp copyUp) {
        this.context = context;
        this.copyUp = copyUp;
    }

    private Fd open(Node node) throws IOException {
        synchronized (node) {
            return node.real().open(Open.O_RDONLY | Open.O_NONBLOCK);
        }
    }

    int get(Node node) throws IOException {
        try (Fd file = open(node)) {
            int bits = Protection.of(context, node);
            return InodeFlags.get(file)
                    | ((bits & Protection.APPEND) != 0 ? InodeFlags.FS_APPEND_FL : 0)
                    | ((bits & Protection.IMMUTABLE) != 0 ? InodeFlags.FS_IMMUTABLE_FL : 0);
        }
    }

    ByteBuffer getExtended(Node node) throws IOException {
        try (Fd file = open(node)) {
            int bits = Protection.of(context, node);
            ByteBuffer extended = InodeFlags.extended(file);
            int flags = extended.getInt(0)
                    | ((bits & Protection.APPEND) != 0 ? InodeFlags.FS_XFLAG_APPEND : 0)
                    | ((bits & Protection.IMMUTABLE) != 0 ? InodeFlags.FS_XFLAG_IMMUTABLE : 0);
            return extended.putInt(0, flags);
        }
    }

    int version(Node node) throws IOException {
        try (Fd file = open(node)) {
            return InodeFlags.version(file);
        }
    }

    void set(Node node, int flags) throws IOException {
        byte bits = Protection.bits((flags & InodeFlags.FS_APPEND_FL) != 0, (flags & InodeFlags.FS_IMMUTABLE_FL) != 0);
        set(node, bits, file -> InodeFlags.set(file, flags & ~PROTECTED));
    }

    void setExtended(Node node, ByteBuffer extended) throws IOException {
        int flags = extended.getInt(0);
        byte bits = Protection.bits(
                (flags & InodeFlags.FS_XFLAG_APPEND) != 0, (flags & InodeFlags.FS_XFLAG_IMMUTABLE) != 0);
        extended.putInt(0, flags & ~PROTECTED_EXTENDED);
        set(node, bits, file -> InodeFlags.setExtended(file, extended));
    }

    private interface Setting {
        void of(Fd file) throws IOException;
    }

    /** The mark first, as the kernel does: what cannot be kept must not seem to be. */
    private void set(Node node, byte protection, Setting setting) throws IOException {
        copyUp.copyUpAttributes(node);
        synchronized (node) {
            context.layers.marks().setProtection(node.real(), Protection.letters(protection));
            node.protection = protection;
        }
        try (Fd file = open(node)) {
            setting.of(file);
        }
    }
}
