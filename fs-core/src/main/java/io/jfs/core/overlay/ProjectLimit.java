package io.jfs.core.overlay;

import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.linux.ProjectQuota;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Limits the directories that a writable layer is made of, by a project quota of their filesystem. */
final class ProjectLimit {
    /** Set in the numbers of our projects; those that people give out are small. */
    private static final int OURS = 1 << 31;

    private ProjectLimit() {}

    /** Why a place has no project quotas; empty if it has them. */
    static Optional<String> missing(Path directory) {
        try (Fd fd = Open.open(directory, Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            ProjectQuota.requireOn(fd);
            return Optional.empty();
        } catch (ErrnoException e) {
            return Optional.of("the filesystem of " + directory
                    + " has no project quotas: ext4 and xfs have them if mounted with prjquota (" + e.getMessage()
                    + ")");
        }
    }

    /**
     * Limits them together.
     *
     * @param directories empty, on one filesystem; the first one's inode gives the project its number, so that no other
     *     directory that is there has the same, and a later one that takes over the inode sets a limit of its own
     */
    static void set(List<Path> directories, long bytes) throws IOException {
        int project = 0;
        for (Path directory : directories) {
            try (Fd fd = Open.open(directory, Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
                if (project == 0) {
                    project = (int) Stat.stat(fd).inode() | OURS;
                    ProjectQuota.limit(fd, project, bytes);
                }
                ProjectQuota.assign(fd, project);
            }
        }
    }
}
