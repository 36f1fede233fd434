package io.jfs.core.overlay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The value of {@code lowerdir}: paths separated by colons. A backslash makes the character after it an ordinary one;
 * colons, commas and backslashes within a path have one before them.
 */
public final class LayerPaths {
    private LayerPaths() {}

    /** All paths as one value, in order. */
    public static String join(List<Path> paths) {
        return paths.stream().map(LayerPaths::escape).collect(Collectors.joining(":"));
    }

    /** One path as a value, also for {@code upperdir} and {@code workdir}. */
    public static String escape(Path path) {
        return path.toString().replace("\\", "\\\\").replace(":", "\\:").replace(",", "\\,");
    }

    /** Undoes {@link #join}. */
    public static List<String> split(String joined) {
        List<String> paths = new ArrayList<>();
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < joined.length(); i++) {
            char c = joined.charAt(i);
            if (c == '\\' && i + 1 < joined.length()) {
                path.append(joined.charAt(++i));
            } else if (c == ':') {
                paths.add(path.toString());
                path.setLength(0);
            } else {
                path.append(c);
            }
        }
        paths.add(path.toString());
        return paths;
    }

    /** Undoes {@link #escape}; a colon that is not escaped belongs to the path. */
    public static String unescape(String value) {
        return String.join(":", split(value));
    }
}
