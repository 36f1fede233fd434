package io.jfs.union;

/**
 * Who makes a file: its owner to be. The union checks no permissions; whoever calls it has done so.
 *
 * @param uid owner, an id as it appears in the union
 * @param gid group; a set-group-id directory gives its own instead
 * @param umask taken off the mode, unless the directory has a default ACL
 */
public record Caller(int uid, int gid, int umask) {}
