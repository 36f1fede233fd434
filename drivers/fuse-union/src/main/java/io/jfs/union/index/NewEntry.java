package io.jfs.union.index;

import io.jfs.linux.FileStat;

/**
 * A file to be written into an index.
 *
 * @param name spelt by {@link io.jfs.linux.NativePath}
 * @param stat its attributes; the device and the mount do not count
 * @param layer which layer has it, 1 is the nearest
 * @param hasNoXattrs whether it has no extended attributes but overlay's marks
 * @param target of a symbolic link, else empty
 */
public record NewEntry(String name, FileStat stat, int layer, boolean hasNoXattrs, String target) {}
