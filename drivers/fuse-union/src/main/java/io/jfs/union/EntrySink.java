package io.jfs.union;

import io.jfs.linux.FileType;

/** Takes the entries of a directory, one after the other. */
@FunctionalInterface
public interface EntrySink {
    /**
     * Takes an entry.
     *
     * @param name {@code .} and {@code ..} come too; never changes
     * @param inode as {@link Attributes#inode()}
     * @param next where to continue after this entry: stays valid whatever happens to the directory
     * @return false if there is no room for it; it is the last then, and comes again at its offset
     */
    boolean entry(Name name, long inode, FileType type, long next);
}
