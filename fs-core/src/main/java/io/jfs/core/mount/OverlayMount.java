package io.jfs.core.mount;

import io.jfs.core.Mount;
import io.jfs.core.overlay.LayerPaths;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.linux.mount.MountCalls;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An overlay by fsopen(2): each directory is handed over on its own, so neither the page limit of mount(2) nor the 255
 * characters of one fsconfig(2) value bound the number of layers.
 *
 * <p>Three ways are tried, because each kernel answers for itself: a descriptor per layer (no path is resolved twice),
 * {@code lowerdir+} with a path per layer (Linux 6.7), and one joined {@code lowerdir} (older).
 */
final class OverlayMount {
    private enum Layers {
        BY_DESCRIPTOR,
        BY_PATH,
        JOINED
    }

    private OverlayMount() {}

    static Fd create(Mount mount) throws IOException {
        MountOptions options = MountOptions.of(mount);
        IOException first = null;
        for (Layers way : Layers.values()) {
            try (Fd context = MountCalls.fsopen("overlay")) {
                return configure(context, mount, options, way);
            } catch (UnsupportedWay e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? new IOException("no way to mount") : first;
    }

    private static Fd configure(Fd context, Mount mount, MountOptions options, Layers way) throws IOException {
        MountCalls.fsconfigString(context, "source", mount.source());
        for (String option : options.filesystem()) {
            int equals = option.indexOf('=');
            String key = equals < 0 ? option : option.substring(0, equals);
            String value = equals < 0 ? "" : option.substring(equals + 1);
            switch (key) {
                case "lowerdir" -> addLowers(context, value, way);
                case "upperdir", "workdir" -> addDirectory(context, key, LayerPaths.unescape(value), way, true);
                default -> addOption(context, key, equals < 0, value);
            }
        }
        MountCalls.fsconfigCreate(context);
        return MountCalls.fsmount(context, options.attributes());
    }

    private static void addLowers(Fd context, String joined, Layers way) throws IOException {
        if (way == Layers.JOINED) {
            MountCalls.fsconfigString(context, "lowerdir", joined);
            return;
        }
        boolean isFirst = true;
        for (String lower : LayerPaths.split(joined)) {
            addDirectory(context, "lowerdir+", lower, way, isFirst);
            isFirst = false;
        }
    }

    /** @param isTrial whether a refusal may mean that the kernel does not know this way, rather than this directory */
    private static void addDirectory(Fd context, String key, String path, Layers way, boolean isTrial)
            throws IOException {
        try (Fd directory = Open.open(Path.of(path), Open.O_PATH | Open.O_DIRECTORY, 0)) {
            if (way == Layers.BY_DESCRIPTOR) {
                MountCalls.fsconfigFd(context, key, directory);
            } else {
                MountCalls.fsconfigString(context, key, path);
            }
        } catch (ErrnoException e) {
            if (isTrial && way != Layers.JOINED && e.call().startsWith("fsconfig") && isUnknown(e.errno())) {
                throw new UnsupportedWay(e);
            }
            throw e;
        }
    }

    private static void addOption(Fd context, String key, boolean isFlag, String value) throws IOException {
        try {
            if (isFlag) {
                MountCalls.fsconfigFlag(context, key);
            } else {
                MountCalls.fsconfigString(context, key, value);
            }
        } catch (ErrnoException e) {
            throw new IOException("option " + key + ": " + e.getMessage(), e);
        }
    }

    private static boolean isUnknown(Errno errno) {
        return errno == Errno.EINVAL || errno == Errno.EOPNOTSUPP;
    }

    /** This kernel does not take layers that way. */
    private static final class UnsupportedWay extends IOException {
        private static final long serialVersionUID = 1;

        UnsupportedWay(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
