package io.jfs.union;

import io.jfs.linux.DataCopy;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileStat;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Sync;
import io.jfs.union.layer.DescriptorFile;
import io.jfs.union.layer.EntryFile;
import io.jfs.union.layer.Marks;
import io.jfs.union.layer.Origins;
import io.jfs.union.layer.Replica;
import io.jfs.union.layer.Work;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes copies of lower files in the work directory. */
final class FileCopy {
    private final Context context;

    FileCopy(Context context) {
        this.context = context;
    }

    /** A copy that has no place yet: without a name where the filesystem can, else with one in the work directory. */
    static final class Made implements AutoCloseable {
        private final Work work;
        private final Fd file;
        private @Nullable String staged;
        private @Nullable String indexed;
        private final @Nullable String indexName;
        private boolean kept;
        private boolean hasOrigin;

        private Made(Work work, Fd file, @Nullable String staged, @Nullable String indexName) {
            this.work = work;
            this.file = file;
            this.staged = staged;
            this.indexName = indexName;
        }

        /** The descriptor, which is the caller's from now on. */
        Fd keep() {
            kept = true;
            return file;
        }

        /** Whether it keeps the lower file's inode number, now and after a remount. */
        boolean keepsInode() {
            return hasOrigin;
        }

        /** Gives a file with several links its name in the index; returns it, null if it has none. */
        @Nullable
        String index(FileStat lower) throws IOException {
            Fd index = work.index();
            if (index == null || indexName == null || lower.links() < 2) {
                return null;
            }
            try {
                Links.linkFd(file, index, indexName);
            } catch (ErrnoException e) {
                if (!e.is(Errno.EEXIST)) {
                    throw e;
                }
                Links.unlinkAt(index, indexName); // left by a crash before the file got its place
                Links.linkFd(file, index, indexName);
            }
            indexed = indexName;
            return indexName;
        }

        /** Gives it its place. */
        void place(Fd directory, String name) throws IOException {
            if (staged != null) {
                Links.renameAt2(work.staging(), staged, directory, name, Links.RENAME_NOREPLACE);
                staged = null;
            } else {
                Links.linkFd(file, directory, name);
            }
            indexed = null;
        }

        @Override
        public void close() throws IOException {
            if (!kept) {
                file.close();
            }
            if (staged != null) {
                work.remove(staged);
            }
            Fd index = work.index();
            if (indexed != null && index != null) {
                Links.unlinkAt(index, indexed);
            }
        }
    }

    /** What a copy has. */
    sealed interface Content {
        /** Nothing, since it will be truncated anyway. */
        record None() implements Content {}

        /** The data of a file. */
        record Of(EntryFile data) implements Content {}

        /** Only its size, and a mark that says so. */
        record Below() implements Content {}
    }

    /** Copies a file of any type but directory. */
    Made make(EntryFile lower, FileStat stat, Content content) throws IOException {
        Work work = context.layers.work();
        String staged = null;
        Fd file = stat.isRegular() ? work.temporaryFile() : null;
        if (file == null) {
            staged = work.newName();
            file = makeStaged(work, staged, lower, stat);
        }
        Optional<byte[]> origin = Origins.encode(lower.directory(), lower.name());
        Made made = new Made(work, file, staged, origin.map(Work::indexName).orElse(null));
        boolean complete = false;
        try {
            if (content instanceof Content.Of(EntryFile data) && stat.isRegular() && stat.size() > 0) {
                copyData(data, file, stat.size());
            } else if (content instanceof Content.Below) {
                FileIo.truncate(file, stat.size());
                context.layers.marks().setMetacopy(file);
            }
            made.hasOrigin = copyMetadata(lower, stat, file, origin, work);
            complete = true;
            return made;
        } finally {
            if (!complete) {
                made.close();
            }
        }
    }

    private static Fd makeStaged(Work work, String name, EntryFile lower, FileStat stat) throws IOException {
        Fd staging = work.staging();
        switch (stat.type()) {
            case REGULAR -> {
                return Open.openAt(staging, name, Open.O_CREAT | Open.O_EXCL | Open.O_RDWR, 0600);
            }
            case SYMLINK -> Links.symlinkAt(lower.readLink(), staging, name);
            default -> Links.mknodAt(staging, name, stat.mode(), stat.rdevMajor(), stat.rdevMinor());
        }
        return Open.openAt(staging, name, Open.O_PATH | Open.O_NOFOLLOW, 0);
    }

    static void copyData(EntryFile lower, Fd to, long size) throws IOException {
        try (Fd from = lower.open(Open.O_RDONLY)) {
            DataCopy.copyContents(from, to, size);
        }
    }

    private boolean copyMetadata(EntryFile lower, FileStat stat, Fd file, Optional<byte[]> origin, Work work)
            throws IOException {
        Marks marks = context.layers.marks();
        DescriptorFile copy = new DescriptorFile(file);
        Replica.copyAttributes(lower, stat, copy, marks);
        boolean breaksLink = stat.links() > 1 && work.index() == null;
        boolean marked = origin.isPresent() && !breaksLink && marks.setOrigin(file, origin.get());
        Replica.copyTimes(stat, copy);
        if (stat.isRegular() && !context.options.isVolatile()) {
            Sync.fsync(file);
        }
        return marked;
    }
}
