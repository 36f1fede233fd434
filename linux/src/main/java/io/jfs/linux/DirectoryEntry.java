package io.jfs.linux;

/**
 * An entry of a directory.
 *
 * @param name one path component, spelt by {@link NativePath}
 * @param inode inode number
 * @param type the kind of file
 */
public record DirectoryEntry(String name, long inode, FileType type) {}
