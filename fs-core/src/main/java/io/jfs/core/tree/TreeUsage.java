package io.jfs.core.tree;

import io.jfs.core.Usage;
import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/** Measures a tree as du(1) does: allocated blocks, an inode with several names once. */
public final class TreeUsage {
    /** {@code st_blocks} counts units of 512 bytes, whatever the filesystem's block size; stat(2). */
    private static final long BLOCK = 512;

    private final DirectoryStack directories;
    private final Deque<Iterator<DirectoryEntry>> pending = new ArrayDeque<>();
    private final Set<InodeKey> linked = new HashSet<>();
    private long blocks;
    private long inodes;

    private TreeUsage(DirectoryStack directories) {
        this.directories = directories;
    }

    /**
     * What a directory and all below it occupy. What vanishes meanwhile is not counted.
     *
     * @param directory open for reading; stays open
     * @return bytes and inodes, the directory itself included
     * @throws IOException if a directory cannot be read
     */
    public static Usage of(Fd directory) throws IOException {
        try (DirectoryStack directories = new DirectoryStack(directory)) {
            return new TreeUsage(directories).measure(directory);
        }
    }

    private Usage measure(Fd root) throws IOException {
        count(Stat.stat(root));
        pending.push(Directory.list(root).iterator());
        while (!pending.isEmpty()) {
            Iterator<DirectoryEntry> entries = pending.element();
            if (entries.hasNext()) {
                measure(entries.next().name());
            } else {
                pending.pop();
                if (directories.depth() > 0) {
                    directories.pop();
                }
            }
        }
        return new Usage(blocks * BLOCK, inodes);
    }

    private void measure(String name) throws IOException {
        Optional<FileStat> found = Stat.find(directories.top(), name);
        if (found.isEmpty()) {
            return;
        }
        FileStat stat = found.get();
        count(stat);
        if (stat.isDirectory()) {
            directories.push(name);
            pending.push(Directory.list(directories.top()).iterator());
        }
    }

    private void count(FileStat stat) {
        boolean severalNames = !stat.isDirectory() && stat.links() > 1;
        if (severalNames && !linked.add(InodeKey.of(stat))) {
            return;
        }
        blocks += stat.blocks();
        inodes++;
    }
}
