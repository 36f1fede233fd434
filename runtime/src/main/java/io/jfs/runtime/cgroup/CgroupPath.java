package io.jfs.runtime.cgroup;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a container's cgroup is, below the root of each hierarchy. It never leaves it: no part is {@code ..}.
 *
 * @param text relative, without empty parts; at least one part
 */
public record CgroupPath(String text) {
    private static final int MAX_PART_BYTES = 255;

    public CgroupPath {
        if (!text.equals(normalized(text))) {
            throw new IllegalArgumentException("malformed cgroup path \"" + text + '"');
        }
    }

    /**
     * Reads {@code linux.cgroupsPath}. An absolute path begins at the root of the hierarchies, a relative one below
     * {@code jfs}. The three parts {@code slice:prefix:name} that a caller writes for systemd become the path that
     * systemd would choose.
     *
     * @throws IllegalArgumentException if it has a part {@code ..}, or no part
     */
    public static CgroupPath parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length == 3 && !text.startsWith("/")) {
            return ofSystemd(parts[0], parts[1], parts[2]);
        }
        return new CgroupPath(normalized(text.startsWith("/") ? text : "jfs/" + text));
    }

    /** The path of a container that does not say one. */
    public static CgroupPath ofContainer(String id) {
        return new CgroupPath(normalized("jfs/" + id));
    }

    // a-b.slice lies in a.slice (systemd.slice(5)).
    private static CgroupPath ofSystemd(String slice, String prefix, String name) {
        StringBuilder path = new StringBuilder();
        String whole = slice.isEmpty() ? "system.slice" : slice;
        String bare = whole.endsWith(".slice") ? whole.substring(0, whole.length() - ".slice".length()) : whole;
        for (int dash = bare.indexOf('-', 1); dash > 0; dash = bare.indexOf('-', dash + 1)) {
            path.append(bare, 0, dash).append(".slice/");
        }
        path.append(bare).append(".slice/");
        path.append(prefix.isEmpty() ? name : prefix + "-" + name).append(".scope");
        return new CgroupPath(normalized(path.toString()));
    }

    private static String normalized(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split("/", -1)) {
            if (part.equals("..") || part.indexOf('\0') >= 0 || part.indexOf('\n') >= 0) {
                throw new IllegalArgumentException("the cgroup path \"" + text + "\" has a part that is not allowed");
            }
            if (part.length() > MAX_PART_BYTES) {
                throw new IllegalArgumentException("the cgroup path \"" + text + "\" has a part that is too long");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("the cgroup path \"" + text + "\" is the root");
        }
        return String.join("/", parts);
    }

    @Override
    public String toString() {
        return text;
    }
}
