package io.jfs.core.layer;

import io.jfs.linux.NativePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cleans the paths that a tar gives, as text: {@code /a//./b/../c/} is {@code a/c}. */
final class EntryPath {
    private EntryPath() {}

    /**
     * The cleaned path of an entry or of a hard link's target.
     *
     * @throws LayerException if the path leaves the root by {@code ..}, has a NUL, or is beyond a limit
     */
    static String clean(byte[] raw, LayerLimits limits) throws LayerException {
        String path = text(raw, limits);
        return isClean(path) ? path : clean(path, limits);
    }

    /** A path's text, uncleaned. */
    static String text(byte[] raw, LayerLimits limits) throws LayerException {
        if (raw.length > limits.maxPathBytes()) {
            String start = NativePath.decode(Arrays.copyOf(raw, 64));
            throw LayerException.of(start + "…", "a path of " + raw.length + " bytes exceeds " + limits.maxPathBytes());
        }
        String text = NativePath.decode(raw);
        if (text.indexOf('\0') >= 0) {
            throw LayerException.of(text, "the path has a NUL byte");
        }
        return text;
    }

    private static String clean(String path, LayerLimits limits) throws LayerException {
        List<String> components = new ArrayList<>();
        for (String component : path.split("/", -1)) {
            if (component.isEmpty() || component.equals(".")) {
                continue;
            }
            if (!component.equals("..")) {
                components.add(component);
            } else if (components.isEmpty()) {
                throw LayerException.of(path, "the path leaves the root");
            } else {
                components.removeLast();
            }
        }
        if (components.size() > limits.maxDepth()) {
            throw LayerException.of(path, "deeper than " + limits.maxDepth() + " directories");
        }
        return String.join("/", components);
    }

    /**
     * Whether nothing is to be cleaned, which holds for almost all paths: no leading, trailing or double slash, no dot
     * component.
     */
    private static boolean isClean(String path) {
        if (path.isEmpty() || path.length() > 255) {
            return false;
        }
        int start = 0;
        for (int i = 0; i <= path.length(); i++) {
            if (i < path.length() && path.charAt(i) != '/') {
                continue;
            }
            int length = i - start;
            boolean dots = (length == 1 && path.charAt(start) == '.')
                    || (length == 2 && path.charAt(start) == '.' && path.charAt(start + 1) == '.');
            if (length == 0 || dots) {
                return false;
            }
            start = i + 1;
        }
        return true;
    }
}
