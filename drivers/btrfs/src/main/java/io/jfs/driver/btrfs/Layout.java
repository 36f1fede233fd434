package io.jfs.driver.btrfs;

import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.file.Path;

/** What lies in a snapshot's directory. */
final class Layout {
    /** The subvolume with the snapshot's tree. */
    static final String TREE = "fs";

    /** A commit's result before it takes the place of {@link #TREE}; complete if it is read-only. */
    static final String FLAT = "flat";

    /** Begins the names of snapshots that are made to be looked at and removed. */
    static final String TEMPORARY_PREFIX = "look-";

    private Layout() {}

    static Path tree(Path snapshot) {
        return snapshot.resolve(TREE);
    }

    static Fd open(Path directory) throws IOException {
        return Open.open(directory, Open.O_RDONLY | Open.O_DIRECTORY, 0);
    }

    static Fd openAt(Fd directory, String name) throws IOException {
        return Open.openAt(directory, name, Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW, 0);
    }
}
