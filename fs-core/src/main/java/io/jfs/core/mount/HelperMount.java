package io.jfs.core.mount;

import io.jfs.core.Mount;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.linux.Programs;
import io.jfs.linux.fuse.MountHelper;
import io.jfs.linux.mount.MountCalls;
import io.jfs.linux.mount.MountInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A FUSE filesystem, mounted by its program: {@code PROGRAM SOURCE TARGET -o OPTIONS}, as containerd has it by
 * {@code mount.fuse3}. The program goes on in the background as the mount's server; it ends when the filesystem is
 * unmounted and nobody holds anything of it open.
 */
final class HelperMount {
    /** MAX_ARG_STRLEN in the kernel's linux/binfmts.h. */
    private static final int MAX_OPTION_BYTES = 128 * 1024;

    private HelperMount() {}

    static void mount(Mount mount, String program, Path target) throws IOException {
        Path path = MountProgram.find(program);
        String options = String.join(",", mount.options());
        if (options.length() >= MAX_OPTION_BYTES) {
            throw new IOException(
                    options.length() + " bytes of options, and a program takes fewer than " + MAX_OPTION_BYTES);
        }
        String where = target.toAbsolutePath().toString();
        Programs.Outcome outcome =
                Programs.run(List.of(path.toString(), mount.source(), where, "-o", options), System.getenv());
        if (!outcome.isSuccess()) {
            throw new IOException(
                    outcome.error().isEmpty() ? path + " ended with code " + outcome.code() : outcome.error());
        }
    }

    /**
     * Opens the filesystem's root and takes its mount away. The server lives until the descriptor is closed. For the
     * moment between, the mount is visible on a directory for temporary files which only its owner may enter; a crash
     * there leaves it behind.
     */
    static Fd openDetached(Mount mount, String program) throws IOException {
        Path place = Files.createTempDirectory("jfs-tree-");
        try {
            mount(mount, program, place);
            try {
                return Open.open(place, Open.O_RDONLY | Open.O_DIRECTORY, 0);
            } finally {
                unmount(place, true);
            }
        } finally {
            Files.deleteIfExists(place);
        }
    }

    /** A plain user's FUSE mount can be taken away only by the program that made it. */
    static void unmount(Path target, boolean lazily) throws IOException {
        try {
            MountCalls.unmount(target.toString(), MountCalls.UMOUNT_NOFOLLOW | (lazily ? MountCalls.MNT_DETACH : 0));
        } catch (ErrnoException e) {
            Optional<MountHelper> helper = MountHelper.find();
            if (!e.is(Errno.EPERM) || helper.isEmpty() || !isFuse(target)) {
                throw e;
            }
            unmountBy(helper.get(), target, lazily);
        }
    }

    private static boolean isFuse(Path target) throws IOException {
        return MountInfo.at(target)
                .filter(entry -> entry.type().startsWith("fuse"))
                .isPresent();
    }

    private static void unmountBy(MountHelper helper, Path target, boolean lazily) throws IOException {
        try {
            helper.unmount(target.toAbsolutePath(), lazily);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
