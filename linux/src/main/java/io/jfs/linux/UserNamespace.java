package io.jfs.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The user namespace of this process (user_namespaces(7)).
 *
 * @param users the ids that users have in it
 * @param groups the ids that groups have in it
 */
public record UserNamespace(List<Range> users, List<Range> groups) {
    private static final Path USERS = Path.of("/proc/self/uid_map");
    private static final Path GROUPS = Path.of("/proc/self/gid_map");
    private static final long ALL = 4_294_967_295L;

    /**
     * Ids that follow each other.
     *
     * @param first inside
     * @param outside the first one's id in the namespace around
     * @param count how many
     */
    public record Range(long first, long outside, long count) {
        boolean has(int id) {
            long unsigned = Integer.toUnsignedLong(id);
            return unsigned >= first && unsigned < first + count;
        }
    }

    /** Asks the kernel. */
    public static UserNamespace current() throws IOException {
        return of(Files.readString(USERS), Files.readString(GROUPS));
    }

    static UserNamespace of(String uidMap, String gidMap) {
        return new UserNamespace(parse(uidMap), parse(gidMap));
    }

    private static List<Range> parse(String map) {
        List<Range> ranges = new ArrayList<>();
        for (String line : map.lines().toList()) {
            String[] numbers = line.strip().split("\\s+", -1);
            ranges.add(new Range(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2])));
        }
        return List.copyOf(ranges);
    }

    /**
     * Whether this process runs in another one than the first, where device nodes, {@code trusted.*} and other people's
     * cgroups are out of reach even of root.
     */
    public static boolean isNested() throws IOException {
        return !parse(Files.readString(USERS)).equals(List.of(new Range(0, 0, ALL)));
    }

    /** Whether a file can belong to this user. */
    public boolean hasUser(int id) {
        return users.stream().anyMatch(range -> range.has(id));
    }

    /** Whether a file can belong to this group. */
    public boolean hasGroup(int id) {
        return groups.stream().anyMatch(range -> range.has(id));
    }
}
