package io.jfs.driver.fuseunion;

import io.jfs.fuse.transport.FuseTransports;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The parameter {@code enable_uring} of the kernel's module {@code fuse}: whether new FUSE mounts may use io_uring. Off
 * unless an administrator says otherwise.
 *
 * @param file where the kernel shows it
 */
record FuseSwitch(Path file) {
    static final FuseSwitch OF_THIS_MACHINE = new FuseSwitch(FuseTransports.ENABLE);

    /** What it says. */
    enum State {
        ON,
        OFF,
        /** The kernel is older than Linux 6.14, or was built without. */
        MISSING
    }

    State state() throws IOException {
        try {
            return Files.readString(file).startsWith("Y") ? State.ON : State.OFF;
        } catch (NoSuchFileException e) {
            return State.MISSING;
        }
    }

    /** Turns it on; returns what was done, a line each. */
    List<String> turnOn() throws IOException {
        return switch (state()) {
            case ON -> List.of(file + " is Y already: new mounts use io_uring");
            case MISSING ->
                List.of("the kernel has no " + file + " (Linux 6.14 or later): mounts use /dev/fuse, nothing to do");
            case OFF -> {
                write();
                yield List.of(
                        file + ": N -> Y, until the next boot: new mounts use io_uring",
                        "to keep it: echo 'options fuse enable_uring=1' > /etc/modprobe.d/jfs-fuse.conf");
            }
        };
    }

    private void write() throws IOException {
        try {
            Files.writeString(file, "Y\n");
        } catch (AccessDeniedException e) {
            throw new IOException(file + ": only root may set it", e);
        }
    }
}
