package io.jfs.linux.mount;

import static io.jfs.linux.ErrnoException.check;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;
import java.nio.file.Path;

/**
 * A file as a block device, loop(4), which is gone when its last user is: when this is closed, or later the filesystem
 * on it unmounted.
 */
public final class LoopDevice implements AutoCloseable {
    private static final Path CONTROL = Path.of("/dev/loop-control");
    private static final long LOOP_CTL_GET_FREE = 0x4c82; // linux/loop.h
    private static final long LOOP_CONFIGURE = 0x4c0a; // Linux 5.8
    private static final int CONFIG_BYTES = 304; // struct loop_config { u32 fd, block_size; loop_info64 info; … }
    private static final int CONFIG_FLAGS = 8 + 52;
    private static final int LO_FLAGS_AUTOCLEAR = 4;

    /** Others take free devices too. */
    private static final int MOST_TRIES = 64;

    private final Path path;
    private final Fd device;

    private LoopDevice(Path path, Fd device) {
        this.path = path;
        this.device = device;
    }

    /**
     * Makes a file a block device.
     *
     * @param file may be closed afterwards
     * @throws ErrnoException ENOENT or EACCES if there are no loop devices here, EBADF if the file is not fit
     */
    public static LoopDevice attach(Fd file) throws ErrnoException {
        try (Fd control = Open.open(CONTROL, Open.O_RDWR, 0)) {
            for (int tries = 1; ; tries++) {
                long free = check(
                        Kernel.call(Syscall.IOCTL, control.number(), LOOP_CTL_GET_FREE, 0),
                        "ioctl LOOP_CTL_GET_FREE",
                        "");
                Path path = Path.of("/dev/loop" + free);
                Fd device = Open.open(path, Open.O_RDWR, 0);
                long result = configure(device, file);
                if (result >= 0) {
                    return new LoopDevice(path, device);
                }
                device.close();
                if (!Errno.EBUSY.is(result) || tries == MOST_TRIES) {
                    check(result, "ioctl LOOP_CONFIGURE", path.toString());
                }
            }
        }
    }

    private static long configure(Fd device, Fd file) {
        Scratch scratch = Scratch.begin();
        long config = scratch.reserve(CONFIG_BYTES);
        scratch.set(config, new byte[CONFIG_BYTES], 0, CONFIG_BYTES);
        scratch.setLong(config, Integer.toUnsignedLong(file.number()));
        scratch.setLong(config + CONFIG_FLAGS - 4, (long) LO_FLAGS_AUTOCLEAR << 32);
        return Kernel.call(Syscall.IOCTL, device.number(), LOOP_CONFIGURE, scratch.address(config));
    }

    /** The block device. */
    public Path path() {
        return path;
    }

    @Override
    public void close() {
        device.close();
    }
}
