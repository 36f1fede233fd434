package io.jfs.fuse.transport;

import io.jfs.fuse.dispatch.FuseHandler;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.linux.Processes;
import io.jfs.linux.fuse.FuseDevice;
import io.jfs.linux.mount.MountCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Mounts a filesystem. Needs {@code CAP_SYS_ADMIN}. The kernel and the handler have agreed on everything before the
 * mount becomes visible, so it is up exactly when these methods return.
 */
public final class FuseMount {
    private FuseMount() {}

    /**
     * Mounts on a directory.
     *
     * @param target an existing directory; a link at its end is not followed
     * @throws IOException if the target is no directory; EPERM without the capability; if the kernel has no FUSE or not
     *     what the options insist on. Nothing stays mounted then
     */
    public static FuseSession mount(FuseHandler handler, Path target, FuseOptions options) throws IOException {
        Path absolute = target.toAbsolutePath();
        try (Fd directory = Open.open(absolute, Open.O_PATH | Open.O_DIRECTORY | Open.O_NOFOLLOW, 0)) {
            FuseSession session = serve(handler, options, Optional.of(absolute));
            try {
                MountCalls.moveMount(session.root(), directory, "");
            } catch (IOException e) {
                session.discard();
                throw e;
            }
            session.closeRoot();
            return session;
        }
    }

    /**
     * Mounts nowhere: {@link FuseSession#root} is the only way in, for {@code *at} calls or to be attached by
     * {@link MountCalls#moveMount}. Closing it unmounts, unless it was attached.
     *
     * @throws IOException as {@link #mount}
     */
    public static FuseSession detached(FuseHandler handler, FuseOptions options) throws IOException {
        return serve(handler, options, Optional.empty());
    }

    private static FuseSession serve(FuseHandler handler, FuseOptions options, Optional<Path> target)
            throws IOException {
        FuseDevice device = FuseDevice.open();
        Optional<Fd> root = Optional.empty();
        try {
            root = Optional.of(mountDetached(device, options));
            return FuseSession.start(handler, device, root.get(), options, target);
        } catch (IOException | RuntimeException | Error e) {
            root.ifPresent(Fd::close);
            device.close();
            throw e;
        }
    }

    private static Fd mountDetached(FuseDevice device, FuseOptions options) throws ErrnoException {
        try (Fd context = MountCalls.fsopen("fuse")) {
            if (!options.source().isEmpty()) {
                MountCalls.fsconfigString(context, "source", options.source());
            }
            if (!options.subtype().isEmpty()) {
                MountCalls.fsconfigString(context, "subtype", options.subtype());
            }
            MountCalls.fsconfigString(context, "fd", Integer.toString(device.fd().number()));
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
