package io.jfs.driver.fuseunion.program;

import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileSystemStat;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Looks at the directories before anything is opened for long, so that what is wrong is named as the caller did. */
final class LayerPaths {
    private boolean stacked;

    private LayerPaths() {}

    /**
     * Looks at all layers.
     *
     * @return whether a layer is on an overlay or on FUSE, which the kernel counts as a stack of its own
     * @throws ProgramException naming the one that cannot be used
     */
    static boolean areStacked(MountOptions options) throws ProgramException {
        LayerPaths paths = new LayerPaths();
        for (Path lower : options.lowers()) {
            paths.look("lowerdir", lower);
        }
        if (options.upper().isPresent() && options.work().isPresent()) {
            Path upper = options.upper().get();
            Path work = options.work().get();
            if (paths.look("upperdir", upper) != paths.look("workdir", work)) {
                throw new ProgramException("workdir " + work + ": not on the filesystem of upperdir " + upper);
            }
            checkApart(upper, work);
        }
        return paths.stacked;
    }

    /** As the kernel's overlay demands: what is made in the work directory must not appear in the upper. */
    private static void checkApart(Path upper, Path work) throws ProgramException {
        try {
            Path realUpper = upper.toRealPath();
            Path realWork = work.toRealPath();
            if (realUpper.startsWith(realWork) || realWork.startsWith(realUpper)) {
                throw new ProgramException("workdir " + work + ": must not share a path with upperdir " + upper);
            }
        } catch (IOException e) {
            throw new ProgramException("workdir " + work + ": " + e.getMessage(), e);
        }
    }

    /** The mountpoint as mount(2) finds it: through symbolic links. */
    static Path mountPoint(Path path) throws ProgramException {
        look("mountpoint", path, Open.O_PATH);
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new ProgramException("mountpoint " + path + ": " + e.getMessage(), e);
        }
    }

    private long look(String role, Path path) throws ProgramException {
        Look look = look(role, path, Open.O_RDONLY);
        stacked |= look.type == FileSystemStat.OVERLAYFS || look.type == FileSystemStat.FUSE;
        return look.device;
    }

    private static Look look(String role, Path path, int flags) throws ProgramException {
        try (Fd directory = Open.open(path, flags | Open.O_DIRECTORY, 0)) {
            return new Look(
                    Stat.stat(directory).device(), Stat.fileSystem(directory).type());
        } catch (ErrnoException e) {
            throw new ProgramException(role + " " + path + ": " + reason(e), e);
        }
    }

    /** The reason alone, for messages that name the subject themselves. */
    static String reason(ErrnoException e) {
        String text = e.errno().description();
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    private record Look(long device, long type) {}
}
