package io.jfs.runtime.container;

import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.Open;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Users and groups of an image, by its {@code /etc/passwd} and {@code /etc/group}. The files are hostile: symbolic
 * links stay in the image, and nothing is waited for.
 */
final class UserLookup {
    private static final int MAX_BYTES = 4 << 20;

    private final Fd root;

    UserLookup(Fd root) {
        this.root = root;
    }

    /** Ids of a process. */
    record Identity(int uid, int gid, List<Integer> groups) {}

    /**
     * @param user {@code USER[:GROUP]}, names or numbers; empty means root
     * @param more supplementary groups, names or numbers
     * @throws ContainerException if a name is unknown
     */
    Identity find(String user, List<String> more) throws IOException {
        int colon = user.indexOf(':');
        String userPart = colon < 0 ? user : user.substring(0, colon);
        String groupPart = colon < 0 ? "" : user.substring(colon + 1);
        String wanted = userPart.isEmpty() ? "0" : userPart;
        Optional<List<String>> entry = entry("etc/passwd", wanted);
        int uid = entry.isPresent() ? id(entry.get(), 2) : number(wanted, "user");
        int gid = entry.isPresent() ? id(entry.get(), 3) : 0;
        Set<Integer> groups = new LinkedHashSet<>();
        if (!groupPart.isEmpty()) {
            gid = group(groupPart);
        } else if (entry.isPresent()) {
            groups.addAll(memberships(entry.get().getFirst()));
        }
        for (String name : more) {
            groups.add(group(name));
        }
        return new Identity(uid, gid, List.copyOf(groups));
    }

    private int group(String name) throws IOException {
        Optional<List<String>> entry = entry("etc/group", name);
        return entry.isPresent() ? id(entry.get(), 2) : number(name, "group");
    }

    private static int id(List<String> fields, int index) throws ContainerException {
        return number(fields.get(index), "id");
    }

    private static int number(String text, String what) throws ContainerException {
        try {
            int value = Integer.parseInt(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new ContainerException("unable to find " + what + " " + text + ": no matching entries in the image");
    }

    // By name, or by number if no name is like it.
    private Optional<List<String>> entry(String file, String wanted) throws IOException {
        List<List<String>> entries = entries(file);
        for (int field : new int[] {0, 2}) {
            for (List<String> entry : entries) {
                if (entry.get(field).equals(wanted)) {
                    return Optional.of(entry);
                }
            }
        }
        return Optional.empty();
    }

    private List<Integer> memberships(String user) throws IOException {
        List<Integer> groups = new ArrayList<>();
        for (List<String> entry : entries("etc/group")) {
            if (List.of(entry.get(3).split(",", -1)).contains(user)) {
                groups.add(id(entry, 2));
            }
        }
        return groups;
    }

    private List<List<String>> entries(String path) throws IOException {
        List<List<String>> entries = new ArrayList<>();
        for (String line : read(path).split("\n", -1)) {
            List<String> fields = List.of(line.split(":", -1));
            if (fields.size() >= 4 && !line.startsWith("#")) {
                entries.add(fields);
            }
        }
        return entries;
    }

    private String read(String path) throws IOException {
        try (Fd file = Open.openBeneathRoot(root, path, Open.O_RDONLY | Open.O_NONBLOCK | Open.O_NOCTTY, 0);
                InputStream in = FileIo.inputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        } catch (ErrnoException _) {
            return ""; // an image without the file has no names
        }
    }
}
