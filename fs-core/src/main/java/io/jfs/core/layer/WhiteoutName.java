package io.jfs.core.layer;

/** What an entry's path means: an ordinary file, or a statement about the layers below (OCI image-spec, layer.md). */
public sealed interface WhiteoutName {
    /** Marks a whiteout when a name begins with it: {@code .wh.} */
    String PREFIX = ".wh.";

    /** The name of the entry that makes a directory opaque: {@code .wh..wh..opq} */
    String OPAQUE = ".wh..wh..opq";

    /** What AUFS kept for itself begins with it: {@code .wh..wh.} */
    String AUFS_PREFIX = ".wh..wh.";

    /**
     * A file, directory, link or device.
     *
     * @param directory path of the directory that holds it
     * @param name its name, empty for the root
     */
    record Ordinary(String directory, String name) implements WhiteoutName {}

    /**
     * The lower layers' entry of this name is gone.
     *
     * @param directory path of the directory that held it
     * @param name the name that is hidden
     */
    record Whiteout(String directory, String name) implements WhiteoutName {}

    /**
     * All that lower layers have in a directory is gone.
     *
     * @param directory path of the directory
     */
    record Opaque(String directory) implements WhiteoutName {}

    /** Leftovers of AUFS, such as {@code .wh..wh.plnk}: to be skipped. */
    record Metadata() implements WhiteoutName {}

    /**
     * Reads the meaning of a cleaned path.
     *
     * @throws LayerException if the name is {@code .wh.} and nothing more, if it hides {@code .} or {@code ..}, or if a
     *     whiteout is used as a directory
     */
    static WhiteoutName parse(String path) throws LayerException {
        int slash = path.lastIndexOf('/');
        String directory = path.substring(0, Math.max(0, slash));
        String name = path.substring(slash + 1);
        if (!path.contains(PREFIX)) {
            return new Ordinary(directory, name);
        }
        for (String component : directory.split("/", -1)) {
            if (component.startsWith(AUFS_PREFIX)) {
                return new Metadata();
            }
            if (component.startsWith(PREFIX)) {
                throw LayerException.of(path, "whiteout " + component + " is used as a directory");
            }
        }
        if (name.equals(OPAQUE)) {
            return new Opaque(directory);
        }
        if (name.startsWith(AUFS_PREFIX)) {
            return new Metadata();
        }
        return name.startsWith(PREFIX) ? whiteout(path, directory, name) : new Ordinary(directory, name);
    }

    private static Whiteout whiteout(String path, String directory, String name) throws LayerException {
        String hidden = name.substring(PREFIX.length());
        if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
            throw LayerException.of(path, "a whiteout of \"" + hidden + "\" hides nothing");
        }
        return new Whiteout(directory, hidden);
    }
}
