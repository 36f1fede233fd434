package io.jfs.core.tree;

import io.jfs.core.tree.CopyDirectory.Sides;
import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Fd;
import io.jfs.linux.FileType;
import io.jfs.linux.Links;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * One run of {@link TreeCopy}. A task copies what is in one directory except its subdirectories, which it only makes;
 * each of those is a task of its own. So all entries of a directory exist when its task ends, and its times and
 * permissions can be set right then, before anything below it is copied: making an entry deeper down touches only that
 * entry's parent. Big directories are cut into batches; the last batch to end sets the attributes.
 */
final class CopyRun {
    private static final int BATCH = 128;
    /** Only we may look into a directory that is not complete; writable whatever its final permissions are. */
    private static final int WHILE_FILLING = 0700;

    private final CopyDirectory root;
    private final Sides rootSides;
    private final TaskStack tasks;
    private final FileCopier files;
    /** All directories that may hold descriptors: closed at the end in any case. */
    private final Set<CopyDirectory> started = ConcurrentHashMap.newKeySet();

    CopyRun(Fd from, Fd to, int threads) {
        this.rootSides = new Sides(from, to);
        this.root = CopyDirectory.root(rootSides);
        this.tasks = new TaskStack(threads);
        this.files = new FileCopier();
    }

    CopyResult run() throws IOException {
        try {
            CopiedAttributes.removeStrayXattrs(rootSides.from(), rootSides.to());
            tasks.add(() -> copy(root));
            tasks.run();
            return files.result();
        } finally {
            started.forEach(CopyDirectory::close);
        }
    }

    private void copy(CopyDirectory directory) throws IOException {
        started.add(directory);
        Sides sides = directory.enter();
        try {
            Map<Boolean, List<DirectoryEntry>> entries = Directory.list(sides.from()).stream()
                    .collect(Collectors.partitioningBy(entry -> entry.type() == FileType.DIRECTORY));
            makeDirectories(directory, sides.to(), entries.getOrDefault(true, List.of()));
            List<DirectoryEntry> others = entries.getOrDefault(false, List.of());
            handOver(directory, others);
            copyEntries(directory, sides, others.subList(0, Math.min(BATCH, others.size())));
        } finally {
            directory.release();
        }
    }

    private void makeDirectories(CopyDirectory directory, Fd to, List<DirectoryEntry> entries) throws IOException {
        for (DirectoryEntry entry : entries) {
            try {
                Links.mkdirAt(to, entry.name(), WHILE_FILLING);
            } catch (IOException e) {
                throw failed(directory, entry.name(), e);
            }
            files.countInode();
            CopyDirectory child = directory.child(entry.name());
            tasks.add(() -> copy(child));
        }
    }

    /** All but the first batch. On top of the subdirectories, so that they are taken before them. */
    private void handOver(CopyDirectory directory, List<DirectoryEntry> entries) {
        for (int start = BATCH; start < entries.size(); start += BATCH) {
            List<DirectoryEntry> batch = entries.subList(start, Math.min(start + BATCH, entries.size()));
            directory.fill(1);
            directory.expect(1);
            tasks.add(() -> copyBatch(directory, batch));
        }
    }

    private void copyBatch(CopyDirectory directory, List<DirectoryEntry> entries) throws IOException {
        Sides sides = directory.acquire();
        try {
            copyEntries(directory, sides, entries);
        } finally {
            directory.release();
        }
    }

    private void copyEntries(CopyDirectory directory, Sides sides, List<DirectoryEntry> entries) throws IOException {
        for (DirectoryEntry entry : entries) {
            try {
                files.copy(directory, sides, entry);
            } catch (IOException e) {
                throw failed(directory, entry.name(), e);
            }
        }
        if (directory.filled()) {
            try {
                CopiedAttributes.ofDirectory(sides.from(), sides.to());
            } catch (IOException e) {
                throw failed(directory, "", e);
            }
        }
    }

    private static IOException failed(CopyDirectory directory, String name, IOException cause) {
        return new IOException("copy of " + directory.pathOf(name) + ": " + cause.getMessage(), cause);
    }
}
