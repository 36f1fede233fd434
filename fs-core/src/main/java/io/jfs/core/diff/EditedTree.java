package io.jfs.core.diff;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which names a script of edits touched that makes one tree out of another: each edit is followed in a tree of which
 * only what was named is known. In the end a directory is known to be where it was, with a set of names outside of
 * which nothing changed; or it is new at its place.
 *
 * <p>Paths are relative to the root, which is the empty path, and are those at the moment of the edit: names for the
 * time being, renamed later, do no harm. Memory is proportional to the number of edits. For one thread.
 */
public final class EditedTree {
    private final Directory root = new Directory("/");

    /** A name's meaning at the moment: a directory, or anything that may become known as one. */
    static final class Directory {
        /** Where it was before the first edit; null if it was made by one. */
        private final @Nullable String origin;

        /** Names that were mentioned; empty: gone. */
        private final Map<String, Optional<Directory>> names = new HashMap<>();

        private Directory(@Nullable String origin) {
            this.origin = origin;
        }

        /** Whether it is the one that was at this path, so that only {@link #names()} can differ. */
        boolean wasAt(String path) {
            return path.equals(origin);
        }

        Set<String> names() {
            return names.keySet();
        }

        /** What a name means; empty if it is gone or never was. */
        Optional<Directory> find(String name) {
            Optional<Directory> known = names.get(name);
            if (known != null) {
                return known;
            }
            return origin == null
                    ? Optional.empty()
                    : Optional.of(new Directory(origin.equals("/") ? "/" + name : origin + "/" + name));
        }

        private Directory require(String name, String path) throws IOException {
            Optional<Directory> found = find(name);
            names.put(name, found);
            return found.orElseThrow(() -> new IOException("an edit names " + path + ", which does not exist then"));
        }
    }

    /** Starts with a tree that is as it was. */
    public EditedTree() {}

    Directory root() {
        return root;
    }

    /** Something was made. */
    public void create(String path) throws IOException {
        parent(path).names.put(name(path), Optional.of(new Directory(null)));
    }

    /** Attributes or content of something were changed. */
    public void touch(String path) throws IOException {
        resolve(path);
    }

    /** Something was moved. */
    public void rename(String from, String to) throws IOException {
        Directory moved = resolve(from);
        remove(from);
        parent(to).names.put(name(to), Optional.of(moved));
    }

    /** A file was given another name. */
    public void link(String existing, String path) throws IOException {
        Directory file = resolve(existing);
        parent(path).names.put(name(path), Optional.of(file));
    }

    /** A name was removed. */
    public void remove(String path) throws IOException {
        parent(path).names.put(name(path), Optional.empty());
    }

    private Directory resolve(String path) throws IOException {
        return path.isEmpty() ? root : parent(path).require(name(path), path);
    }

    private Directory parent(String path) throws IOException {
        Directory directory = root;
        int start = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', start)) {
            directory = directory.require(path.substring(start, slash), path);
            start = slash + 1;
        }
        return directory;
    }

    private static String name(String path) throws IOException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.isEmpty()) {
            throw new IOException("an edit names no entry: " + path);
        }
        return name;
    }
}
