package io.jfs.core.layer;

/** What a tar entry is. */
public enum EntryType {
    REGULAR,
    /** Another name of a file whose path is {@link TarEntry#linkName}. */
    HARD_LINK,
    SYMLINK,
    CHARACTER_DEVICE,
    BLOCK_DEVICE,
    DIRECTORY,
    FIFO
}
