package io.jfs.union;

/** Takes the entries of a directory with their attributes, as READDIRPLUS. */
@FunctionalInterface
public interface PlusSink {
    /**
     * Takes an entry. Each one taken is a lookup of its node, to be forgotten by {@link Union#forget}; but for
     * {@code .} and {@code ..}, whose {@link Attributes#node()} is 0 and of whose attributes only type and inode number
     * count.
     *
     * @param name never changes
     * @param attributes valid during the call
     * @param next where to continue after this entry
     * @return false if there is no room for it; it is not counted then
     */
    boolean entry(Name name, Attributes attributes, long next);
}
