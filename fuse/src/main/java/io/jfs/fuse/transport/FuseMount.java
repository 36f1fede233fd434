package io.jfs.fuse.transport;

import io.jfs.fuse.dispatch.FuseHandler;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.linux.Processes;
import io.jfs.linux.fuse.FuseDevice;
import io.jfs.linux.fuse.MountHelper;
import io.jfs.linux.mount.MountCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Mounts a filesystem. The kernel and the handler have agreed on everything before these methods return: the mount is
 * up then. With {@code CAP_SYS_ADMIN} it becomes visible only when it is; a plain user's mount is made by
 * {@code fusermount3}.
 */
public final class FuseMount {
    private FuseMount() {}

    /**
     * Mounts on a directory.
     *
     * @param target an existing directory; a link at its end is not followed
     * @throws IOException if the target is no directory; EPERM if there is neither {@code CAP_SYS_ADMIN} nor
     *     {@code fusermount3}; if the kernel has no FUSE or not what the options insist on; if the transport is not
     *     available. Nothing stays mounted then
     */
    public static FuseSession mount(FuseHandler handler, Path target, FuseOptions options) throws IOException {
        Path path = target.toAbsolutePath();
        if (options.transport() == Transport.LIBFUSE) {
            return FuseTransports.provider(Transport.LIBFUSE).mount(handler, path, options);
        }
        try (Fd directory = Open.open(path, Open.O_PATH | Open.O_DIRECTORY | Open.O_NOFOLLOW, 0)) {
            return mountOn(handler, directory, path, options);
        } catch (ErrnoException e) {
            Optional<MountHelper> helper = MountHelper.find();
            if (helper.isEmpty() || !(e.is(Errno.EPERM) || e.is(Errno.EACCES))) {
                throw e;
            }
            return mountByHelper(handler, path, options, helper.get());
        }
    }

    private static FuseSession mountOn(FuseHandler handler, Fd directory, Path path, FuseOptions options)
            throws IOException {
        DeviceSession session = detachedDevice(handler, options);
        try (Fd root = session.root()) { // closing it unmounts unless it was attached, and the session ends by itself
            MountCalls.moveMount(root, directory, "");
            options.readAheadKiB().ifPresent(kibibytes -> ReadAhead.set(root, kibibytes));
        }
        return session.attachedTo(path);
    }

    /**
     * Mounts by {@code fusermount3}, as {@link #mount} does for a plain user.
     *
     * @throws IOException as {@link #mount}
     */
    static FuseSession mountByHelper(FuseHandler handler, Path path, FuseOptions options, MountHelper helper)
            throws IOException {
        MountPlace place = new MountPlace.ByHelper(path, helper);
        FuseDevice device = helper.mount(path, helperOptions(options));
        try {
            return DeviceSession.start(handler, device, place, options);
        } catch (IOException | RuntimeException | Error e) {
            device.close();
            undo(place, e);
            throw e;
        }
    }

    private static void undo(MountPlace place, Throwable cause) {
        try {
            place.unmountLazily();
        } catch (IOException e) {
            cause.addSuppressed(e);
        } catch (InterruptedException e) {
            cause.addSuppressed(e);
            Thread.currentThread().interrupt();
        }
    }

    private static String helperOptions(FuseOptions options) {
        StringJoiner joined = new StringJoiner(",");
        joined.add("fsname=" + escaped(options.source()));
        if (!options.subtype().isEmpty()) {
            joined.add("subtype=" + escaped(options.subtype()));
        }
        joined.add(options.readOnly() ? "ro" : "rw");
        joined.add(options.suid() ? "suid" : "nosuid");
        joined.add(options.devices() ? "dev" : "nodev");
        joined.add(options.exec() ? "exec" : "noexec");
        if (options.defaultPermissions() || options.posixAcl()) {
            joined.add("default_permissions");
        }
        if (options.allowOther()) {
            joined.add("allow_other");
        }
        return joined.toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace(",", "\\,");
    }

    /**
     * Mounts nowhere: {@link FuseSession#root} is the only way in, for {@code *at} calls or to be attached by
     * {@link MountCalls#moveMount}. Closing it unmounts, unless it was attached.
     *
     * @throws IOException as {@link #mount}; EPERM without {@code CAP_SYS_ADMIN}
     * @throws UnsupportedOperationException with {@link Transport#LIBFUSE}
     */
    public static FuseSession detached(FuseHandler handler, FuseOptions options) throws IOException {
        if (options.transport() == Transport.LIBFUSE) {
            throw new UnsupportedOperationException("libfuse mounts on paths only");
        }
        return detachedDevice(handler, options);
    }

    private static DeviceSession detachedDevice(FuseHandler handler, FuseOptions options) throws IOException {
        FuseDevice device = FuseDevice.open();
        Optional<Fd> root = Optional.empty();
        try {
            root = Optional.of(mountDetached(device, options));
            return DeviceSession.start(handler, device, new MountPlace.Detached(root.get()), options);
        } catch (IOException | RuntimeException | Error e) {
            root.ifPresent(Fd::close);
            device.close();
            throw e;
        }
    }

    static Fd mountDetached(FuseDevice device, FuseOptions options) throws ErrnoException {
        try (Fd context = MountCalls.fsopen("fuse")) {
            if (!options.source().isEmpty()) {
                MountCalls.fsconfigString(context, "source", options.source());
            }
            if (!options.subtype().isEmpty()) {
                MountCalls.fsconfigString(context, "subtype", options.subtype());
            }
            MountCalls.fsconfigString(
                    context, "fd", Integer.toString(device.fd().number()));
            MountCalls.fsconfigString(context, "rootmode", "40000");
            MountCalls.fsconfigString(context, "user_id", Integer.toString(Processes.effectiveUserId()));
            MountCalls.fsconfigString(context, "group_id", Integer.toString(Processes.effectiveGroupId()));
            flag(context, "default_permissions", options.defaultPermissions() || options.posixAcl());
            flag(context, "allow_other", options.allowOther());
            flag(context, "ro", options.readOnly());
            MountCalls.fsconfigCreate(context);
            return MountCalls.fsmount(context, attributes(options));
        } catch (ErrnoException e) {
            if (e.is(Errno.ENODEV)) {
                throw new ErrnoException(Errno.ENODEV, "fsopen", "fuse (is the kernel module loaded?)");
            }
            throw e;
        }
    }

    private static void flag(Fd context, String key, boolean set) throws ErrnoException {
        if (set) {
            MountCalls.fsconfigFlag(context, key);
        }
    }

    private static int attributes(FuseOptions options) {
        return (options.readOnly() ? MountCalls.MOUNT_ATTR_RDONLY : 0)
                | (options.suid() ? 0 : MountCalls.MOUNT_ATTR_NOSUID)
                | (options.devices() ? 0 : MountCalls.MOUNT_ATTR_NODEV)
                | (options.exec() ? 0 : MountCalls.MOUNT_ATTR_NOEXEC);
    }
}
