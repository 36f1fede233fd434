package io.jfs.fuse.transport;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.fuse.wire.InitFlags;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.fuse.FuseDevice;
import io.jfs.linux.fuse.MountHelper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a FUSE filesystem of this process gets from the kernel, as agreed on with a mount that is given up at once.
 *
 * @param minor of the protocol, whose major is 7: 45 is Linux 6.18
 * @param withoutPassthrough why the kernel would not read and write files by itself; empty if it would
 */
public record KernelFuse(int minor, Optional<String> withoutPassthrough) {

    /**
     * Mounts, agrees, and lets go of the mount. With CAP_SYS_ADMIN the mount is attached nowhere; a plain user's, made
     * by {@code fusermount3}, is for a moment on an empty directory for temporary files.
     *
     * @throws IOException if nothing can be mounted: says what is missing
     */
    public static KernelFuse probe() throws IOException {
        try (FuseDevice device = FuseDevice.open();
                Fd _ = FuseMount.mountDetached(device, FuseOptions.builder().build())) {
            return agree(device);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EPERM)) {
                throw new IOException("trying a FUSE mount: " + e.getMessage(), e);
            }
            return probeByHelper();
        }
    }

    private static KernelFuse probeByHelper() throws IOException {
        MountHelper helper = MountHelper.find()
                .orElseThrow(() -> new IOException(
                        "trying a FUSE mount: a plain user needs fusermount3 (on Debian in the package fuse3)"));
        Path place = Files.createTempDirectory("jfs-probe-");
        try (FuseDevice device = helper.mount(place, "fsname=jfs-probe,nosuid,nodev,noexec")) {
            try {
                return agree(device);
            } finally {
                helper.unmount(place, true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while trying a FUSE mount", e);
        } finally {
            Files.deleteIfExists(place);
        }
    }

    private static KernelFuse agree(FuseDevice device) throws IOException {
        Connection connection = Handshake.perform(device, FuseOptions.builder().build(), false);
        return new KernelFuse(connection.agreed().minor(), withoutPassthrough(connection));
    }

    private static Optional<String> withoutPassthrough(Connection connection) {
        if ((connection.agreed().capabilities() & InitFlags.PASSTHROUGH) == 0) {
            return Optional.of("the kernel has none, which Linux 6.9 brought");
        }
        return connection.openMode() == OpenMode.PASSTHROUGH
                ? Optional.empty()
                : Optional.of("it needs root, and not only that of a user namespace");
    }
}
