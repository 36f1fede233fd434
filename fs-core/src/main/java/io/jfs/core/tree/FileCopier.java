package io.jfs.core.tree;

import io.jfs.core.tree.CopyDirectory.Sides;
import io.jfs.linux.CopyMethod;
import io.jfs.linux.DataCopy;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Copies single entries, everything but directories. Thread-safe. Of an inode with several names the first thread to
 * meet it copies; others wait for that and make links. Nobody waits while others wait for him, since a thread that
 * copies holds no promise but that one.
 */
final class FileCopier {
    private static final int WHILE_COPYING = 0600;

    private final Map<InodeKey, CompletableFuture<Name>> links = new ConcurrentHashMap<>();
    private final LongAdder inodes = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder reflinked = new LongAdder();

    /** Where a copy is. */
    private record Name(CopyDirectory directory, String name) {}

    /** Makes the copy of an entry under its name. */
    private interface Maker {
        void make() throws IOException;
    }

    CopyResult result() {
        return new CopyResult(inodes.sum(), bytes.sum(), reflinked.sum());
    }

    void countInode() {
        inodes.increment();
    }

    void copy(CopyDirectory directory, Sides sides, DirectoryEntry entry) throws IOException {
        Name name = new Name(directory, entry.name());
        if (entry.type() == FileType.REGULAR) {
            // O_NONBLOCK: should the name have become a pipe, opening it must not wait for a writer.
            int flags = Open.O_RDONLY | Open.O_NOFOLLOW | Open.O_NONBLOCK;
            try (Fd from = Open.openAt(sides.from(), entry.name(), flags, 0)) {
                FileStat stat = Stat.stat(from);
                linkOrMake(name, sides.to(), stat, () -> makeRegular(from, stat, sides.to(), entry.name()));
            }
        } else {
            FileStat stat = Stat.statAt(sides.from(), entry.name());
            linkOrMake(name, sides.to(), stat, () -> makeSpecial(sides, stat, entry.name()));
        }
    }

    private void linkOrMake(Name name, Fd to, FileStat stat, Maker maker) throws IOException {
        if (stat.links() < 2) {
            maker.make();
            inodes.increment();
            return;
        }
        CompletableFuture<Name> mine = new CompletableFuture<>();
        CompletableFuture<Name> first = links.putIfAbsent(InodeKey.of(stat), mine);
        if (first != null) {
            link(await(first), to, name.name);
            return;
        }
        try {
            maker.make();
            inodes.increment();
            mine.complete(name);
        } catch (IOException | RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private static Name await(CompletableFuture<Name> first) throws IOException {
        try {
            return first.join();
        } catch (CompletionException e) {
            throw new IOException("another name of the same file could not be copied", e.getCause());
        }
    }

    private static void link(Name first, Fd to, String name) throws IOException {
        first.directory.expect(1);
        Sides sides = first.directory.acquire();
        try {
            Links.linkAt(sides.to(), first.name, to, name);
        } finally {
            first.directory.release();
        }
    }

    private void makeRegular(Fd from, FileStat stat, Fd directory, String name) throws IOException {
        int flags = Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL | Open.O_NOFOLLOW;
        try (Fd to = Open.openAt(directory, name, flags, WHILE_COPYING)) {
            if (stat.size() > 0) {
                CopyMethod method = DataCopy.copyContents(from, to, stat.size());
                if (method == CopyMethod.REFLINK) {
                    reflinked.increment();
                }
                bytes.add(stat.size());
            }
            CopiedAttributes.set(from, stat, to);
        }
    }

    private static void makeSpecial(Sides sides, FileStat stat, String name) throws IOException {
        if (stat.isSymlink()) {
            Links.symlinkAt(Links.readLinkAt(sides.from(), name), sides.to(), name);
        } else {
            int mode = stat.type().bits() | WHILE_COPYING;
            Links.mknodAt(sides.to(), name, mode, stat.rdevMajor(), stat.rdevMinor());
        }
        CopiedAttributes.setAt(sides.from(), stat, sides.to(), name);
    }
}
