package io.jfs.union.layer;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileHandle;
import io.jfs.linux.FileStat;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The value of the {@code origin} mark: a file handle with the filesystem's uuid, {@code struct ovl_fb} of
 * fs/overlayfs/overlayfs.h:
 *
 * <pre>
 *  0  version, 0          1  magic, 0xfb     2  length of all    3  flags: bit 0 big endian
 *  4  type of the handle  5  uuid, 16 bytes  21 the handle
 * </pre>
 */
public final class Origins {
    private static final int MAGIC = 0xfb;
    private static final int FLAG_BIG_ENDIAN = 1;
    private static final int FLAG_ANY_ENDIAN = 2;
    private static final int UUID_AT = 5;
    private static final int HANDLE_AT = 21;
    private static final int OWN_FLAGS = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? FLAG_BIG_ENDIAN : 0;

    private final List<Layer> lowers;

    /** @param lowers where origins may be */
    public Origins(List<Layer> lowers) {
        this.lowers = List.copyOf(lowers);
    }

    /** The mark for a lower file; empty if its filesystem has no handles. */
    public static Optional<byte[]> encode(LayerDirectory directory, String name) throws IOException {
        Optional<FileHandle> handle;
        try (Pin at = directory.pin()) {
            handle = FileHandle.of(at.fd(), name);
        }
        if (handle.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = handle.get().bytes();
        byte[] mark = new byte[HANDLE_AT + bytes.length];
        mark[1] = (byte) MAGIC;
        mark[2] = (byte) mark.length;
        mark[3] = (byte) OWN_FLAGS;
        mark[4] = (byte) handle.get().type();
        byte[] uuid = directory.layer().uuid().orElseGet(() -> new byte[16]);
        System.arraycopy(uuid, 0, mark, UUID_AT, uuid.length);
        System.arraycopy(bytes, 0, mark, HANDLE_AT, bytes.length);
        return Optional.of(mark);
    }

    /** The lower file that a mark names, if there is one and this process may open files by handle. */
    public Optional<FileStat> find(byte[] mark) throws IOException {
        if (!isSane(mark)) {
            return Optional.empty();
        }
        FileHandle handle = new FileHandle(mark[4] & 0xff, Arrays.copyOfRange(mark, HANDLE_AT, mark.length));
        byte[] uuid = Arrays.copyOfRange(mark, UUID_AT, HANDLE_AT);
        for (Layer layer : lowers) {
            if (Arrays.equals(uuid, layer.uuid().orElseGet(() -> new byte[16]))) {
                return open(handle, layer);
            }
        }
        return Optional.empty();
    }

    private static boolean isSane(byte[] mark) {
        return mark.length > HANDLE_AT
                && mark[0] == 0
                && (mark[1] & 0xff) == MAGIC
                && (mark[2] & 0xff) == mark.length
                && (mark[3] & ~FLAG_ANY_ENDIAN) == OWN_FLAGS;
    }

    private static Optional<FileStat> open(FileHandle handle, Layer layer) throws IOException {
        try (Fd file = handle.open(layer.root(), Open.O_PATH)) {
            return Optional.of(Stat.stat(file));
        } catch (ErrnoException e) {
            if (e.is(Errno.ESTALE) || e.is(Errno.EPERM) || e.is(Errno.EINVAL) || e.is(Errno.EOPNOTSUPP)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
