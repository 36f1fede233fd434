package io.jfs.core.layer;

import io.jfs.core.Change;
import io.jfs.core.ChangeKind;
import io.jfs.core.Digest;
import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileStat;
import io.jfs.linux.Links;
import io.jfs.linux.NativePath;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A whole tree as text, one line a path, so that two trees can be compared and the difference read. */
final class TreeText {
    private final SortedMap<String, String> lines = new TreeMap<>();
    /**
     * Paths of files with several links. An overlay also counts links that it hides, so only names seen here matter.
     */
    private final Map<String, List<String>> sameFile = new HashMap<>();

    private TreeText() {}

    static SortedMap<String, String> of(Path directory) throws IOException {
        try (Fd fd = Open.open(directory, Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            return of(fd);
        }
    }

    static SortedMap<String, String> of(Fd directory) throws IOException {
        TreeText text = new TreeText();
        text.walk(directory, "");
        for (List<String> names : text.sameFile.values()) {
            for (String name : names.size() > 1 ? names : List.<String>of()) {
                text.lines.merge(name, " same as " + names.getFirst(), String::concat);
            }
        }
        return text.lines;
    }

    /** Paths only. */
    static List<String> paths(Path directory) throws IOException {
        List<String> paths = new ArrayList<>(of(directory).keySet());
        paths.remove("/");
        return paths;
    }

    /** Everything below a directory as added, in canonical order. */
    static List<Change> allAdded(Fd directory) throws IOException {
        List<Change> changes = new ArrayList<>();
        add(directory, "", changes);
        return changes;
    }

    private static void add(Fd dir, String path, List<Change> into) throws IOException {
        for (DirectoryEntry entry : sorted(dir)) {
            into.add(new Change(ChangeKind.ADDED, path + "/" + entry.name()));
            if (Stat.statAt(dir, entry.name()).isDirectory()) {
                try (Fd child = Open.openAt(dir, entry.name(), Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
                    add(child, path + "/" + entry.name(), into);
                }
            }
        }
    }

    private static List<DirectoryEntry> sorted(Fd dir) throws IOException {
        List<DirectoryEntry> entries = new ArrayList<>(Directory.list(dir));
        entries.sort(Comparator.comparing(e -> NativePath.encode(e.name()), Arrays::compareUnsigned));
        return entries;
    }

    private void walk(Fd dir, String path) throws IOException {
        lines.put(path.isEmpty() ? "/" : path, describe(dir, Stat.stat(dir), "directory", path));
        for (DirectoryEntry entry : sorted(dir)) {
            String below = path.isEmpty() ? entry.name() : path + "/" + entry.name();
            FileStat stat = Stat.statAt(dir, entry.name());
            if (stat.isDirectory()) {
                try (Fd child = Open.openAt(dir, entry.name(), Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
                    walk(child, below);
                }
                continue;
            }
            try (Fd file = Open.openAt(dir, entry.name(), Open.O_PATH | Open.O_NOFOLLOW, 0)) {
                lines.put(below, describe(file, stat, content(dir, entry.name(), stat), below));
            }
        }
    }

    private static String content(Fd dir, String name, FileStat stat) throws IOException {
        return switch (stat.type()) {
            case REGULAR -> {
                try (InputStream in = FileIo.inputStream(Open.openAt(dir, name, Open.O_RDONLY, 0))) {
                    byte[] bytes = in.readAllBytes();
                    yield bytes.length < 100
                            ? "\"" + NativePath.decode(bytes) + "\""
                            : Digest.sha256(bytes).shortHex();
                }
            }
            case SYMLINK -> "-> " + Links.readLinkAt(dir, name);
            case CHARACTER_DEVICE, BLOCK_DEVICE -> stat.type() + " " + stat.rdevMajor() + ":" + stat.rdevMinor();
            default -> stat.type().toString();
        };
    }

    private String describe(Fd file, FileStat stat, String content, String path) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(String.format("%04o %d:%d ", stat.permissions(), stat.uid(), stat.gid()));
        text.append(String.format("%d.%09d ", stat.mtimeSeconds(), stat.mtimeNanos()));
        text.append(content);
        List<String> names = new ArrayList<>(Xattr.list(file));
        names.sort(null);
        for (String name : names) {
            if (!name.startsWith("trusted.overlay.") && !name.equals("security.selinux")) {
                text.append(' ')
                        .append(name)
                        .append('=')
                        .append(Arrays.toString(Xattr.get(file, name).orElseThrow()));
            }
        }
        if (!stat.isDirectory() && stat.links() > 1) {
            sameFile.computeIfAbsent(stat.device() + ":" + stat.inode(), _ -> new ArrayList<>())
                    .add(path);
        }
        return text.toString();
    }
}
