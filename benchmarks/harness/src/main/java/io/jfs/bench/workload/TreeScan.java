package io.jfs.bench.workload;

import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileStat;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Walks a tree and stats, perhaps reads, everything in it, as {@code ls -lR} and {@code cat} do. What it saw is summed
 * up so that the order does not matter: a wrong answer gives another sum.
 */
final class TreeScan {
    private static final int O_FLAGS = Open.O_RDONLY | Open.O_NOFOLLOW;
    private static final int BUFFER = 128 << 10;

    private final ByteBuffer buffer;
    private final boolean reads;
    private long entries;
    private long bytes;
    private long sum;

    private TreeScan(boolean reads) {
        this.reads = reads;
        this.buffer = ByteBuffer.allocateDirect(reads ? BUFFER : 0);
    }

    /** Names, types, modes, owners, sizes and times of all files. */
    static String stat(Path root) throws IOException {
        return scan(root, false);
    }

    /** The same and the content of all. */
    static String read(Path root) throws IOException {
        return scan(root, true);
    }

    private static String scan(Path root, boolean reads) throws IOException {
        TreeScan scan = new TreeScan(reads);
        try (Fd fd = Open.open(root, O_FLAGS | Open.O_DIRECTORY, 0)) {
            scan.directory(fd, 0);
        }
        return scan.entries + " entries, " + scan.bytes + " bytes, " + Long.toHexString(scan.sum);
    }

    private void directory(Fd directory, long above) throws IOException {
        for (DirectoryEntry entry : Directory.list(directory)) {
            String name = entry.name();
            FileStat stat = Stat.statAt(directory, name);
            long path = above * 31 + name.hashCode();
            entries++;
            long seen = path * 31 + stat.mode();
            seen = seen * 31 + stat.uid() * 7L + stat.gid();
            if (stat.isDirectory()) {
                try (Fd inside = Open.openAt(directory, name, O_FLAGS | Open.O_DIRECTORY, 0)) {
                    directory(inside, path);
                }
            } else {
                bytes += stat.size();
                seen = seen * 31 + stat.size();
                if (reads && !stat.isSymlink()) {
                    seen = seen * 31 + content(directory, name);
                }
            }
            sum += seen * 0x9E3779B97F4A7C15L;
        }
    }

    private long content(Fd directory, String name) throws IOException {
        CRC32C crc = new CRC32C();
        try (Fd file = Open.openAt(directory, name, O_FLAGS, 0)) {
            while (FileIo.read(file, buffer.clear()) > 0) {
                crc.update(buffer.flip());
            }
        }
        return crc.getValue();
    }
}
