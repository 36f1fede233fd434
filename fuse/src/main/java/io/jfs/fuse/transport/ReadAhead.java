package io.jfs.fuse.transport;

import io.jfs.linux.Devices;
import io.jfs.linux.Fd;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How far the kernel reads ahead on a mount: a number in sysfs, since INIT can only lower it. */
final class ReadAhead {
    private static final System.Logger LOG = System.getLogger(ReadAhead.class.getName());

    private ReadAhead() {}

    /** Sets it; a machine that does not allow it keeps what it had. The mount must be served already. */
    static void set(Fd root, int kibibytes) {
        try {
            long device = Stat.stat(root).device();
            String id = Devices.major(device) + ":" + Devices.minor(device);
            Files.writeString(Path.of("/sys/class/bdi", id, "read_ahead_kb"), Integer.toString(kibibytes));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the read-ahead stays as it is", e);
        }
    }
}
