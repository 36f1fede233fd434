package io.jfs.image.source;

import io.jfs.image.oci.InvalidImageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The entries of an image archive by name. Old {@code docker save} archives hold a repeated layer as a symbolic link to
 * the first one, so links are followed, by text and within the archive only.
 */
final class ArchiveNames {
    private static final int MAX_LINKS = 8;

    private final String what;
    private final Map<String, Content> contents = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();

    ArchiveNames(String what) {
        this.what = what;
    }

    /** Notes an entry; of two with the same name the later one counts. */
    void add(OuterTar.Entry entry, Content content) throws InvalidImageException {
        if (entry.type() == '5') {
            return;
        }
        String name = clean(entry.name(), entry.name());
        contents.remove(name);
        links.remove(name);
        if (entry.isRegular()) {
            contents.put(name, content);
        } else if (entry.isSymlink()) {
            links.put(name, clean(parent(name) + entry.link(), entry.name()));
        } else if (entry.isHardLink()) {
            links.put(name, clean(entry.link(), entry.name()));
        } else {
            throw new InvalidImageException(what + ": entry " + entry.name() + " is neither file, directory nor link");
        }
    }

    private static String parent(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    /** The name without {@code .}, {@code ..} and empty components. */
    private String clean(String path, String entry) throws InvalidImageException {
        if (path.startsWith("/")) {
            throw new InvalidImageException(what + ": entry " + entry + " leads out of the archive");
        }
        List<String> kept = new ArrayList<>();
        for (String component : path.split("/", -1)) {
            if (component.equals("..")) {
                if (kept.isEmpty()) {
                    throw new InvalidImageException(what + ": entry " + entry + " leads out of the archive");
                }
                kept.removeLast();
            } else if (!component.isEmpty() && !component.equals(".")) {
                kept.add(component);
            }
        }
        return String.join("/", kept);
    }

    Optional<Content> find(String name) throws InvalidImageException {
        String clean = clean(name, name);
        for (int i = 0; i < MAX_LINKS; i++) {
            String target = links.get(clean);
            if (target == null) {
                return Optional.ofNullable(contents.get(clean));
            }
            // A blob is named by its digest; one that is a link to another name is a trick.
            if (clean.startsWith("blobs/")) {
                throw new InvalidImageException(what + ": " + clean + " is a link instead of a file");
            }
            clean = target;
        }
        throw new InvalidImageException(what + ": " + name + " is a link in a circle");
    }
}
