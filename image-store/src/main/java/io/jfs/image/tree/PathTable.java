package io.jfs.image.tree;

import io.jfs.linux.NativePath;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;

/**
 * All paths of all layers as numbered nodes: a trie in arrays, so that a million paths cost tens of megabytes. Node 0
 * is the root. Nodes are only added.
 */
final class PathTable {
    private static final int NONE = -1;
    private static final Comparator<String> BYTES =
            (a, b) -> Arrays.compareUnsigned(NativePath.encode(a), NativePath.encode(b));

    private String[] names = new String[1024];
    private int[] parents = new int[1024];
    private int[] firstChild = new int[1024];
    private int[] nextSibling = new int[1024];
    private int size;

    // Open addressing over (parent, name); holds node + 1, 0 is free.
    private int[] slots = new int[4096];

    PathTable() {
        names[0] = "";
        parents[0] = NONE;
        firstChild[0] = NONE;
        nextSibling[0] = NONE;
        size = 1;
    }

    int size() {
        return size;
    }

    String name(int node) {
        return names[node];
    }

    int parent(int node) {
        return parents[node];
    }

    /** The node of a cleaned relative path, added with all its parents if missing. */
    int add(String path) {
        int node = 0;
        for (int from = 0; from < path.length(); ) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            node = addChild(node, path.substring(from, to));
            from = to + 1;
        }
        return node;
    }

    int addChild(int parent, String name) {
        int slot = slot(parent, name);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        if (size == names.length) {
            grow();
        }
        int node = size++;
        names[node] = name;
        parents[node] = parent;
        firstChild[node] = NONE;
        nextSibling[node] = firstChild[parent];
        firstChild[parent] = node;
        slots[slot] = node + 1;
        if (size * 2 > slots.length) {
            rehash();
        }
        return node;
    }

    /** The child of this name; -1 if there is none. */
    int child(int parent, String name) {
        return slots[slot(parent, name)] - 1;
    }

    private int slot(int parent, String name) {
        int mask = slots.length - 1;
        int slot = hash(parent, name) & mask;
        while (slots[slot] != 0 && !isAt(slots[slot] - 1, parent, name)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean isAt(int node, int parent, String name) {
        return parents[node] == parent && names[node].equals(name);
    }

    private static int hash(int parent, String name) {
        int hash = name.hashCode() * 31 + parent * 0x9e3779b9;
        return hash ^ (hash >>> 15);
    }

    private void grow() {
        int capacity = names.length * 2;
        names = Arrays.copyOf(names, capacity);
        parents = Arrays.copyOf(parents, capacity);
        firstChild = Arrays.copyOf(firstChild, capacity);
        nextSibling = Arrays.copyOf(nextSibling, capacity);
    }

    private void rehash() {
        slots = new int[slots.length * 2];
        for (int node = 1; node < size; node++) {
            slots[slot(parents[node], names[node])] = node + 1;
        }
    }

    /** Some child of a node; -1 if it has none. */
    int firstChild(int node) {
        return firstChild[node];
    }

    /** Another child of the same parent; -1 after the last. */
    int nextSibling(int node) {
        return nextSibling[node];
    }

    /** The children of a node, sorted by the bytes of their names. */
    int[] children(int node) {
        int count = 0;
        for (int child = firstChild[node]; child != NONE; child = nextSibling[child]) {
            count++;
        }
        Integer[] children = new Integer[count];
        for (int child = firstChild[node]; child != NONE; child = nextSibling[child]) {
            children[--count] = child;
        }
        Arrays.sort(children, Comparator.comparing(this::name, BYTES));
        return Arrays.stream(children).mapToInt(Integer::intValue).toArray();
    }

    /** The absolute path of a node. */
    String path(int node) {
        if (node == 0) {
            return "/";
        }
        Deque<String> components = new ArrayDeque<>();
        for (int at = node; at != 0; at = parents[at]) {
            components.push(names[at]);
        }
        return "/" + String.join("/", components);
    }
}
