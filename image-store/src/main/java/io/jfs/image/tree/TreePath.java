package io.jfs.image.tree;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths as a person gives them. */
final class TreePath {
    private TreePath() {}

    /** Relative, without empty, {@code .} and {@code ..} components; what leads above the root stays at it. */
    static String clean(String path) {
        Deque<String> kept = new ArrayDeque<>();
        for (String component : path.split("/", -1)) {
            if (component.equals("..")) {
                kept.pollLast();
            } else if (!component.isEmpty() && !component.equals(".")) {
                kept.addLast(component);
            }
        }
        return String.join("/", kept);
    }
}
