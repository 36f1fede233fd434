package io.jfs.image.tree;

import io.jfs.linux.FileType;
import java.util.Optional;

/**
 * One path of an {@link ImageTree}.
 *
 * @param path absolute, such as {@code /etc/passwd}; {@code /} is the root
 * @param type what it is
 * @param mode permissions with setuid, setgid and sticky bits: {@code & 07777}
 * @param uid the owner
 * @param gid the group
 * @param size of a regular file in bytes; 0 for anything else
 * @param mtimeSeconds last change, since 1970
 * @param mtimeNanos the rest of a second
 * @param target what a symbolic link points to
 * @param deviceMajor of a device, otherwise 0
 * @param deviceMinor of a device, otherwise 0
 * @param layer the number of the layer that this entry comes from, bottom first, from 0; -1 if no layer names it (a
 *     directory that is only implied)
 * @param hardLink whether the layer's archive has it as a hard link to another path
 */
public record TreeNode(
        String path,
        FileType type,
        int mode,
        long uid,
        long gid,
        long size,
        long mtimeSeconds,
        int mtimeNanos,
        Optional<String> target,
        int deviceMajor,
        int deviceMinor,
        int layer,
        boolean hardLink) {

    /** The last component; {@code /} for the root. */
    public String name() {
        return path.equals("/") ? "/" : path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether it is a directory. */
    public boolean isDirectory() {
        return type == FileType.DIRECTORY;
    }
}
