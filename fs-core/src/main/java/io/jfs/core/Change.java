package io.jfs.core;

/**
 * One path that differs from the parent.
 *
 * <p>A list of changes is in canonical order: depth first, a directory before its children, siblings by the bytes of
 * their names. Everything within an added directory is listed too; nothing within a deleted one. A directory that
 * became something else is one {@code MODIFIED}; what replaced it below is {@code ADDED}. A directory whose own
 * attributes did not change is not listed, even if its children changed.
 *
 * @param kind how it differs
 * @param path absolute within the tree, such as {@code /etc/passwd}; {@code /} is the root
 */
public record Change(ChangeKind kind, String path) {}
