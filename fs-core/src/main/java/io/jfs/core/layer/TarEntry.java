package io.jfs.core.layer;

import java.util.Map;

/**
 * One entry of a layer's tar, all extension headers taken into account.
 *
 * @param path cleaned: relative, no empty, {@code .} or {@code ..} component, no slash at the end; {@code ""} is the
 *     root. Decoded as {@link io.jfs.linux.NativePath} does
 * @param type what it is
 * @param mode permission bits with set-id and sticky bits: 07777 at most
 * @param uid owner; ids above 2,147,483,647 are negative, as in the rest of the kernel interface
 * @param gid group, likewise
 * @param size logical size of a regular file in bytes, holes included; 0 for all else
 * @param mtimeSeconds modification time, seconds since the epoch, rounded down
 * @param mtimeNanos 0 to 999,999,999, added to the seconds
 * @param linkName target of a symbolic link, verbatim, or of a hard link, cleaned like {@code path}; else {@code ""}
 * @param deviceMajor of a device, else 0
 * @param deviceMinor of a device, else 0
 * @param xattrs extended attributes, values verbatim; unmodifiable, in the archive's order
 */
public record TarEntry(
        String path,
        EntryType type,
        int mode,
        int uid,
        int gid,
        long size,
        long mtimeSeconds,
        int mtimeNanos,
        String linkName,
        int deviceMajor,
        int deviceMinor,
        Map<String, byte[]> xattrs) {

    /** The last component of the path; {@code ""} for the root. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The path without its last component; {@code ""} for what lies in the root, and for the root itself. */
    public String parent() {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /** What the path means to a layer. */
    public WhiteoutName meaning() throws LayerException {
        return WhiteoutName.parse(path);
    }
}
