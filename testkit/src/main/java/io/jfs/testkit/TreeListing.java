package io.jfs.testkit;

import io.jfs.core.tree.InodeKey;
import io.jfs.core.tree.TreeWalk;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileStat;
import io.jfs.linux.Links;
import io.jfs.linux.NativePath;
import io.jfs.linux.Open;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that matters of a tree, one line a path: type, permissions, owner, size, mtime to the nanosecond, device number,
 * link partners, extended attributes, content. Not listed: inode numbers, ctime and atime, overlay's own attributes.
 *
 * @param lines by path, in the order of a depth-first walk
 */
public record TreeListing(Map<String, String> lines) {
    private static final int DIGEST_CHARS = 16;

    /** What a listing may leave out. */
    public enum Without {
        /** mtimes of directories, which change with every entry made in them. */
        DIRECTORY_TIMES,
        /** All mtimes. */
        TIMES,
        /** User and group. */
        OWNERS,
        /** Extended attributes. */
        XATTRS
    }

    /** Lists what is below an open directory, itself included. */
    public static TreeListing of(Fd root, Without... without) throws IOException {
        Lister lister = new Lister(Set.of(without));
        TreeWalk.walk(root, lister::see);
        return lister.listing();
    }

    /** Lists what is below a directory, itself included. */
    public static TreeListing of(Path root, Without... without) throws IOException {
        try (Fd fd = Open.open(root, Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            return of(fd, without);
        }
    }

    /**
     * Fails if two trees differ.
     *
     * @throws AssertionError says which lines differ
     */
    public static void assertTreesEqual(Fd actual, Fd expected, Without... without) throws IOException {
        of(actual, without).assertEquals(of(expected, without));
    }

    /** As {@link #assertTreesEqual(Fd, Fd, Without...)}. */
    public static void assertTreesEqual(Path actual, Path expected, Without... without) throws IOException {
        of(actual, without).assertEquals(of(expected, without));
    }

    /**
     * Fails if the listings differ.
     *
     * @throws AssertionError says which lines differ
     */
    public void assertEquals(TreeListing expected) {
        List<String> differences = differences(expected);
        if (!differences.isEmpty()) {
            throw new AssertionError("the trees differ (- expected, + actual):\n" + String.join("\n", differences)
                    + "\nthe whole actual tree:\n" + this);
        }
    }

    /** The lines that differ: with {@code -} those expected, with {@code +} those of this listing. */
    public List<String> differences(TreeListing expected) {
        List<String> differences = new ArrayList<>();
        expected.lines.forEach((path, line) -> {
            if (!line.equals(lines.get(path))) {
                differences.add("- " + line);
                if (lines.containsKey(path)) {
                    differences.add("+ " + lines.get(path));
                }
            }
        });
        lines.forEach((path, line) -> {
            if (!expected.lines.containsKey(path)) {
                differences.add("+ " + line);
            }
        });
        return differences;
    }

    /** The paths, in order. */
    public List<String> paths() {
        return List.copyOf(lines.keySet());
    }

    @Override
    public String toString() {
        return String.join("\n", lines.values());
    }

    private static final class Lister {
        private final Set<Without> without;
        private final Map<String, StringBuilder> lines = new LinkedHashMap<>();
        private final Map<InodeKey, List<String>> names = new HashMap<>();

        Lister(Set<Without> without) {
            this.without = without;
        }

        boolean see(TreeWalk.Entry entry) throws IOException {
            FileStat stat = entry.stat();
            StringBuilder line = new StringBuilder(NativePath.printable(entry.path()));
            line.append(' ').append(stat.type()).append(String.format(" %04o", stat.permissions()));
            if (!without.contains(Without.OWNERS)) {
                line.append(' ').append(stat.uid()).append(':').append(stat.gid());
            }
            boolean timeless = stat.isDirectory() && without.contains(Without.DIRECTORY_TIMES);
            if (!timeless && !without.contains(Without.TIMES)) {
                line.append(String.format(" %d.%09d", stat.mtimeSeconds(), stat.mtimeNanos()));
            }
            if (!without.contains(Without.XATTRS)) {
                addXattrs(line, entry);
            }
            addContent(line, entry);
            lines.put(entry.path(), line);
            if (!stat.isDirectory() && stat.links() > 1) {
                names.computeIfAbsent(InodeKey.of(stat), key -> new ArrayList<>())
                        .add(entry.path());
            }
            return true;
        }

        private static void addXattrs(StringBuilder line, TreeWalk.Entry entry) throws IOException {
            for (String xattr : Xattr.listAt(entry.directory(), entry.name()).stream()
                    .sorted()
                    .toList()) {
                boolean foreign = xattr.startsWith("trusted.overlay.")
                        || xattr.startsWith("user.overlay.")
                        || xattr.equals("security.selinux");
                if (!foreign) {
                    byte[] value =
                            Xattr.getAt(entry.directory(), entry.name(), xattr).orElseThrow();
                    line.append(' ')
                            .append(xattr)
                            .append('=')
                            .append(HexFormat.of().formatHex(value));
                }
            }
        }

        private static void addContent(StringBuilder line, TreeWalk.Entry entry) throws IOException {
            FileStat stat = entry.stat();
            switch (stat.type()) {
                case REGULAR ->
                    line.append(' ').append(stat.size()).append(" sha256:").append(digest(entry));
                case SYMLINK ->
                    line.append(" -> ").append(NativePath.printable(Links.readLinkAt(entry.directory(), entry.name())));
                case CHARACTER_DEVICE, BLOCK_DEVICE ->
                    line.append(' ').append(stat.rdevMajor()).append(':').append(stat.rdevMinor());
                case DIRECTORY, FIFO, SOCKET -> {}
            }
        }

        private static String digest(TreeWalk.Entry entry) throws IOException {
            Fd fd = Open.openAt(entry.directory(), entry.name(), Open.O_RDONLY | Open.O_NOFOLLOW, 0);
            MessageDigest sha256 = sha256();
            try (InputStream in = new DigestInputStream(FileIo.inputStream(fd), sha256)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(sha256.digest()).substring(0, DIGEST_CHARS);
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        TreeListing listing() {
            for (List<String> group : names.values()) {
                String partners = group.size() > 1 ? " = " + NativePath.printable(group.getFirst()) : "";
                group.forEach(name -> lines.computeIfPresent(name, (path, line) -> line.append(partners)));
            }
            Map<String, String> done = new LinkedHashMap<>();
            lines.forEach((path, line) -> done.put(path, line.toString()));
            return new TreeListing(done);
        }
    }
}
