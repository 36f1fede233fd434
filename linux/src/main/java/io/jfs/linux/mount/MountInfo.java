package io.jfs.linux.mount;

import io.jfs.linux.NativePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The mounts of this process's mount namespace, from {@code /proc/self/mountinfo}. */
public final class MountInfo {
    private static final Path FILE = Path.of("/proc/self/mountinfo");

    private MountInfo() {}

    /**
     * All mounts that this process can reach, in the kernel's order.
     *
     * @throws IOException if the file cannot be read, or a line is not as proc_pid_mountinfo(5) says
     */
    public static List<MountInfoEntry> read() throws IOException {
        return parse(NativePath.decode(Files.readAllBytes(FILE)));
    }

    /**
     * The mount on a directory, the topmost if several are stacked. Symbolic links in the path are followed where they
     * can be.
     *
     * @return empty if the path is no mount point
     * @throws IOException as {@link #read}
     */
    public static Optional<MountInfoEntry> at(Path mountPoint) throws IOException {
        return topmost(read(), resolve(mountPoint).toString());
    }

    /** A dead FUSE mount cannot be asked, and still must be found. */
    private static Path resolve(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    /** Of the mounts on one path each but the first lies in the one below it: the topmost is no other's parent. */
    static Optional<MountInfoEntry> topmost(List<MountInfoEntry> entries, String mountPoint) {
        List<MountInfoEntry> stacked =
                entries.stream().filter(e -> e.mountPoint().equals(mountPoint)).toList();
        Set<Long> parents = new HashSet<>();
        stacked.forEach(e -> parents.add(e.parentId()));
        return stacked.stream()
                .filter(e -> !parents.contains(e.id()) || e.id() == e.parentId())
                .reduce((first, second) -> second);
    }

    static List<MountInfoEntry> parse(String text) throws IOException {
        List<MountInfoEntry> entries = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (!line.isEmpty()) {
                entries.add(parseLine(line));
            }
        }
        return entries;
    }

    private static MountInfoEntry parseLine(String line) throws IOException {
        List<String> fields = List.of(line.split(" ", -1));
        int dash = fields.subList(Math.min(6, fields.size()), fields.size()).indexOf("-") + 6;
        if (dash < 6 || fields.size() < dash + 4) {
            throw malformed(line);
        }
        try {
            return new MountInfoEntry(
                    Long.parseLong(fields.get(0)),
                    Long.parseLong(fields.get(1)),
                    fields.get(2),
                    unescape(fields.get(3)),
                    unescape(fields.get(4)),
                    options(fields.get(5)),
                    fields.subList(6, dash),
                    unescape(fields.get(dash + 1)),
                    unescape(fields.get(dash + 2)),
                    options(fields.get(dash + 3)));
        } catch (NumberFormatException e) {
            IOException malformed = malformed(line);
            malformed.initCause(e);
            throw malformed;
        }
    }

    private static IOException malformed(String line) {
        return new IOException(FILE + ": not a mount: " + NativePath.printable(line));
    }

    private static List<String> options(String field) {
        return List.of(field.split(",")).stream().map(MountInfo::unescape).toList();
    }

    /** Undoes {@code \ooo}, by which the kernel writes space, tab, newline, backslash and {@code #}. */
    static String unescape(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        byte[] bytes = NativePath.encode(field);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        int i = 0;
        while (i < bytes.length) {
            if (bytes[i] == '\\' && i + 3 < bytes.length && isOctal(bytes, i + 1)) {
                out.write(((bytes[i + 1] - '0') << 6) | ((bytes[i + 2] - '0') << 3) | (bytes[i + 3] - '0'));
                i += 4;
            } else {
                out.write(bytes[i]);
                i++;
            }
        }
        return NativePath.decode(out.toByteArray());
    }

    private static boolean isOctal(byte[] bytes, int at) {
        for (int i = at; i < at + 3; i++) {
            if (bytes[i] < '0' || bytes[i] > '7') {
                return false;
            }
        }
        return true;
    }
}
