package io.jfs.core.tree;

import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileStat;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All that matters of a tree as lines of text, to be compared. */
public final class Listing {
    private final List<String> lines = new ArrayList<>();
    private final Map<InodeKey, String> firstNames = new HashMap<>();

    private Listing() {}

    public static List<String> of(Fd root) throws IOException {
        Listing listing = new Listing();
        TreeWalk.walk(root, listing::add);
        return listing.lines;
    }

    private boolean add(TreeWalk.Entry entry) throws IOException {
        FileStat stat = entry.stat();
        StringBuilder line = new StringBuilder(entry.path())
                .append(String.format(" %o %d:%d", stat.mode(), stat.uid(), stat.gid()))
                .append(" mtime=" + stat.mtimeSeconds() + "." + stat.mtimeNanos())
                .append(" rdev=" + stat.rdev());
        if (!stat.isDirectory()) {
            line.append(" size=" + stat.size() + " links=" + stat.links());
            line.append(" same=" + firstNames.computeIfAbsent(InodeKey.of(stat), key -> entry.path()));
        }
        for (String xattr :
                Xattr.listAt(entry.directory(), entry.name()).stream().sorted().toList()) {
            byte[] value = Xattr.getAt(entry.directory(), entry.name(), xattr).orElseThrow();
            line.append(' ').append(xattr).append('=').append(Arrays.toString(value));
        }
        if (stat.isSymlink()) {
            line.append(" -> ").append(Links.readLinkAt(entry.directory(), entry.name()));
        }
        if (stat.isRegular()) {
            Fd fd = Open.openAt(entry.directory(), entry.name(), Open.O_RDONLY, 0);
            try (InputStream in = FileIo.inputStream(fd)) {
                line.append(" content=").append(Arrays.hashCode(in.readAllBytes()));
            }
        }
        lines.add(line.toString());
        return true;
    }
}
