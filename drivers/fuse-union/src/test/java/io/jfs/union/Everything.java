package io.jfs.union;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.linux.FileType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that a union says of all its files, but the ids of their nodes, as lines to be compared. */
final class Everything {
    private final Union union;
    private final Collection<String> names;
    private final List<String> lines = new ArrayList<>();

    private Everything(Union union, Collection<String> names) {
        this.union = union;
        this.names = names;
    }

    /** @param names looked up in every directory, there or not */
    static List<String> of(UnionOptions options, Collection<String> names) throws IOException {
        try (Union union = Union.open(options)) {
            List<String> all = of(union, names);
            assertThat(union.knownNodes()).isEqualTo(1);
            assertThat(union.indexProblem()).isEmpty();
            return all;
        }
    }

    static List<String> of(Union union, Collection<String> names) throws IOException {
        Everything all = new Everything(union, names);
        Attributes root = new Attributes();
        union.getAttributes(Union.ROOT, root);
        all.file("", Union.ROOT, root);
        return all.lines;
    }

    private void file(String path, long node, Attributes is) throws IOException {
        StringBuilder line = new StringBuilder(path).append(": ").append(is.type());
        line.append(' ').append(is.inode()).append(' ').append(Integer.toOctalString(is.mode()));
        line.append(" links ").append(is.links()).append(" of ").append(is.uid() + ":" + is.gid());
        line.append(" size ")
                .append(is.size() + "/" + is.blocks())
                .append(" rdev ")
                .append(is.rdev());
        line.append(" m ").append(is.mtimeSeconds() + "." + is.mtimeNanos());
        if (is.type() != FileType.DIRECTORY) { // listing them sets it, on layers that are not mounted by root
            line.append(" a ").append(is.atimeSeconds() + "." + is.atimeNanos());
        }
        line.append(" c ").append(is.ctimeSeconds() + "." + is.ctimeNanos());
        if (is.type() == FileType.SYMLINK) {
            line.append(" to ").append(union.readLink(node));
        }
        for (String name : union.listXattrs(node).stream().sorted().toList()) {
            byte[] value = union.getXattr(node, name).orElse(new byte[0]);
            line.append(' ').append(name + "=" + Base64.getEncoder().encodeToString(value));
        }
        line.append(union.getXattr(node, "user.none").isPresent());
        lines.add(line.toString());
        if (is.type() == FileType.DIRECTORY) {
            directory(path, node);
        }
    }

    private void directory(String path, long node) throws IOException {
        Map<String, String> listed = new TreeMap<>();
        union.readDirectory(node, 0, (name, inode, type, next) -> {
            assertThat(listed.put(name.toString(), type + " " + inode))
                    .as("%s/%s twice", path, name)
                    .isNull();
            return true;
        });
        listed.remove(".");
        listed.remove("..");
        Attributes is = new Attributes();
        for (Map.Entry<String, String> entry : listed.entrySet()) {
            long child = union.lookup(node, Name.of(entry.getKey()), is);
            assertThat(child).as("%s/%s is listed", path, entry.getKey()).isNotZero();
            assertThat(is.type() + " " + is.inode()).isEqualTo(entry.getValue());
            file(path + "/" + entry.getKey(), child, is);
            union.forget(child, 1);
        }
        for (String name : names) {
            long child = union.lookup(node, Name.of(name), is);
            assertThat(child != 0).as("%s/%s", path, name).isEqualTo(listed.containsKey(name));
            union.forget(child, 1);
        }
    }
}
