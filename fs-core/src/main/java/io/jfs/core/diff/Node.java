package io.jfs.core.diff;

import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;

/**
 * An entry of a tree that is being compared.
 *
 * @param directory the directory that really holds it; valid until the view that gave it moves on
 * @param name its name there; {@code .} for a root
 * @param stat what it is
 * @param layer which of the layers of a view it is in, 0 for the nearest
 */
record Node(Fd directory, String name, FileStat stat, int layer) {}
