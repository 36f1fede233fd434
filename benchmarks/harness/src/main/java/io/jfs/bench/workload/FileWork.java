package io.jfs.bench.workload;

import io.jfs.bench.data.DataSet;
import io.jfs.linux.Attributes;
import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileType;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Sync;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;

/** What is done with files, by system calls without anything of java.nio.file between. */
final class FileWork {
    /** Where new files are made. */
    static final String NEW = "new";

    private static final int BLOCK = 4096;
    private static final int CHUNK = 128 << 10;
    private static final int RANDOM_READS = 2000;
    private static final int SYNCS = 40;
    private static final int OTHER = 1234;
    private static final int DIRECTORY = Open.O_RDONLY | Open.O_DIRECTORY;

    private FileWork() {}

    private static Fd directory(Path path) throws IOException {
        return Open.open(path, DIRECTORY, 0);
    }

    /** Reads 4 KiB at places that the seed chooses. */
    static void randomRead(Site site) throws IOException {
        Random random = new Random(site.data().seed());
        long blocks = ((long) site.data().size().bigMebibytes() << 20) / BLOCK;
        ByteBuffer buffer = ByteBuffer.allocateDirect(BLOCK);
        try (Fd file = Open.open(site.root().resolve(DataSet.BIG), Open.O_RDONLY, 0)) {
            for (int i = 0; i < RANDOM_READS; i++) {
                long at = random.nextLong(blocks) * BLOCK;
                site.latencies().time(() -> FileIo.pread(file, buffer.clear(), at));
            }
        }
    }

    /** Reads all of the big file. */
    static void readBig(Site site) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
        try (Fd file = Open.open(site.root().resolve(DataSet.BIG), Open.O_RDONLY, 0)) {
            while (FileIo.read(file, buffer.clear()) > 0) {}
        }
    }

    /** Writes a new file as big as that one. */
    static void writeBig(Site site) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
        try (Fd file = Open.open(site.root().resolve("written"), Open.O_WRONLY | Open.O_CREAT, 0644)) {
            for (long left = (long) site.data().size().bigMebibytes() << 20; left > 0; left -= CHUNK) {
                FileIo.writeFully(file, buffer.clear());
            }
        }
    }

    /** Writes one byte to a file of a lower layer. */
    static void firstWrite(Site site, int kibibytes) throws IOException {
        Path path = site.root().resolve(DataSet.COPY).resolve(Integer.toString(kibibytes));
        try (Fd file = Open.open(path, Open.O_WRONLY, 0)) {
            FileIo.writeFully(file, new byte[] {'x'}, 0, 1);
        }
    }

    /** Makes small files. */
    static void create(Site site) throws IOException {
        byte[] content = new byte[1024];
        try (Fd root = directory(site.root())) {
            Links.mkdirAt(root, NEW, 0755);
            try (Fd parent = Open.openAt(root, NEW, DIRECTORY, 0)) {
                for (int i = 0; i < site.changes(); i++) {
                    String name = "file" + i;
                    site.latencies().time(() -> make(parent, name, content));
                }
            }
        }
    }

    private static void make(Fd parent, String name, byte[] content) throws IOException {
        try (Fd file = Open.openAt(parent, name, Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL, 0644)) {
            FileIo.writeFully(file, content, 0, content.length);
        }
    }

    /** Renames those. */
    static void rename(Site site) throws IOException {
        try (Fd parent = directory(site.root().resolve(NEW))) {
            for (int i = 0; i < site.changes(); i++) {
                String name = "file" + i;
                site.latencies().time(() -> Links.renameAt(parent, name, parent, "moved-" + name));
            }
        }
    }

    /** Removes those. */
    static void unlink(Site site) throws IOException {
        try (Fd parent = directory(site.root().resolve(NEW))) {
            for (int i = 0; i < site.changes(); i++) {
                String name = "file" + i;
                site.latencies().time(() -> Links.unlinkAt(parent, name));
            }
        }
    }

    /** Appends and syncs, as a database's log or a mail server does. */
    static void sync(Site site) throws IOException {
        byte[] content = new byte[BLOCK];
        int flags = Open.O_WRONLY | Open.O_CREAT | Open.O_APPEND;
        try (Fd file = Open.open(site.root().resolve("log"), flags, 0644)) {
            for (int i = 0; i < SYNCS; i++) {
                site.latencies().time(() -> {
                    FileIo.writeFully(file, content, 0, content.length);
                    Sync.fsync(file);
                });
            }
        }
    }

    /** Gives all small files to another owner: chown -R. */
    static void chown(Site site) throws IOException {
        each(site, (parent, entry) -> Attributes.chownAt(parent, entry.name(), OTHER, OTHER), false);
    }

    /** Removes all small files: rm -r. */
    static void removeLower(Site site) throws IOException {
        each(
                site,
                (parent, entry) -> {
                    if (entry.type() == FileType.DIRECTORY) {
                        Links.removeDirectoryAt(parent, entry.name());
                    } else {
                        Links.unlinkAt(parent, entry.name());
                    }
                },
                true);
    }

    /** Opens and closes every small file. */
    static void openAll(Site site) throws IOException {
        each(
                site,
                (parent, entry) -> {
                    if (entry.type() == FileType.REGULAR) {
                        site.latencies()
                                .time(() -> Open.openAt(parent, entry.name(), Open.O_RDONLY, 0)
                                        .close());
                    }
                },
                false);
    }

    /** Changes some files, adds some, removes some: what a build step does. */
    static void edit(Site site) throws IOException {
        byte[] content = "changed".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int[] seen = {0};
        each(
                site,
                (parent, entry) -> {
                    int number = seen[0]++;
                    if (entry.type() != FileType.REGULAR || number >= site.changes()) {
                        return;
                    }
                    switch (number % 4) {
                        case 0 -> Links.unlinkAt(parent, entry.name());
                        case 1 -> make(parent, entry.name() + "-new", content);
                        default -> {
                            try (Fd file = Open.openAt(parent, entry.name(), Open.O_WRONLY | Open.O_TRUNC, 0)) {
                                FileIo.writeFully(file, content, 0, content.length);
                            }
                        }
                    }
                },
                false);
    }

    /** Something done to one entry. */
    private interface Visit {
        void at(Fd parent, DirectoryEntry entry) throws IOException;
    }

    private static void each(Site site, Visit visit, boolean contentsFirst) throws IOException {
        try (Fd root = directory(site.root().resolve(DataSet.TREE))) {
            walk(root, visit, contentsFirst);
        }
    }

    private static void walk(Fd directory, Visit visit, boolean contentsFirst) throws IOException {
        for (DirectoryEntry entry : Directory.list(directory)) {
            if (!contentsFirst) {
                visit.at(directory, entry);
            }
            if (entry.type() == FileType.DIRECTORY) {
                try (Fd inside = Open.openAt(directory, entry.name(), DIRECTORY, 0)) {
                    walk(inside, visit, contentsFirst);
                }
            }
            if (contentsFirst) {
                visit.at(directory, entry);
            }
        }
    }
}
