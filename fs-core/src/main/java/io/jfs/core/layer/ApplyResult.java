package io.jfs.core.layer;

import io.jfs.core.Usage;

/**
 * What applying a layer did.
 *
 * @param usage what the layer added: one inode for each file, directory, device or link target created; the data of
 *     each regular file rounded up to whole blocks of 4,096 bytes, holes excluded, and one block a directory. Reckoned
 *     while writing, not measured: a system call per file would cost more than the exact figure is worth
 * @param entries how many entries the archive has, whiteouts included
 * @param bytes the length of the whole tar stream, what follows the end marker included
 * @param rootListed whether the layer itself states the attributes of the root directory. If it does not, they are the
 *     parent's; with {@link LaterLowers} a commit with the parent sees to that, by the
 *     {@link io.jfs.core.overlay.RootMark} that the upper directory got
 */
public record ApplyResult(Usage usage, long entries, long bytes, boolean rootListed) {}
