package io.jfs.image.tree;

/** Told how far the reading of archives has come, not of headers that were kept; by the thread that reads. */
@FunctionalInterface
public interface IndexListener {
    /** Ignores it. */
    IndexListener NONE = (_, _, _) -> {};

    /**
     * Called as a layer is read, and once at its end.
     *
     * @param layer its number, bottom first, from 0
     * @param bytes how much of its archive was read, as that is stored
     * @param done whether the layer has been read to its end
     */
    void read(int layer, long bytes, boolean done);
}
