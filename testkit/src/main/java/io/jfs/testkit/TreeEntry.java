package io.jfs.testkit;

import io.jfs.linux.FileType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a {@link Tree}, made by its factories and refined here. What is not stated keeps its default: mode 0755
 * for a new directory and 0644 for a new file, owner and times as the kernel gives them; an existing directory keeps
 * what it has.
 *
 * @param name one name, or a path whose leading directories exist
 * @param mtime null if not stated
 * @param xattrs in the order in which they are set
 */
public record TreeEntry(
        String name,
        Content content,
        OptionalInt mode,
        OptionalInt uid,
        OptionalInt gid,
        @Nullable Instant mtime,
        Map<String, byte[]> xattrs) {

    /** What an entry is. */
    public sealed interface Content {}

    record Directory(List<TreeEntry> entries) implements Content {}

    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    record File(byte[] data) implements Content {}

    /** A file of zeros without blocks. */
    record Hole(long size) implements Content {}

    record Symlink(String target) implements Content {}

    /** Another name of a file, which is given by its path from the tree's root. */
    record HardLink(String path) implements Content {}

    record Special(FileType type, int major, int minor) implements Content {}

    /** Nothing: whatever is there is removed. */
    record Absent() implements Content {}

    static TreeEntry of(String name, Content content) {
        OptionalInt unstated = OptionalInt.empty();
        return new TreeEntry(name, content, unstated, unstated, unstated, null, Map.of());
    }

    /** Permissions with set-user-id, set-group-id and sticky bit. */
    public TreeEntry mode(int permissions) {
        return new TreeEntry(name, content, OptionalInt.of(permissions), uid, gid, mtime, xattrs);
    }

    public TreeEntry owner(int user, int group) {
        return new TreeEntry(name, content, mode, OptionalInt.of(user), OptionalInt.of(group), mtime, xattrs);
    }

    public TreeEntry uid(int user) {
        return new TreeEntry(name, content, mode, OptionalInt.of(user), gid, mtime, xattrs);
    }

    public TreeEntry gid(int group) {
        return new TreeEntry(name, content, mode, uid, OptionalInt.of(group), mtime, xattrs);
    }

    /** To the nanosecond. */
    public TreeEntry mtime(Instant time) {
        return new TreeEntry(name, content, mode, uid, gid, time, xattrs);
    }

    public TreeEntry mtime(long seconds, int nanos) {
        return mtime(Instant.ofEpochSecond(seconds, nanos));
    }

    public TreeEntry xattr(String attribute, byte[] value) {
        Map<String, byte[]> all = new LinkedHashMap<>(xattrs);
        all.put(attribute, value);
        return new TreeEntry(name, content, mode, uid, gid, mtime, all);
    }

    public TreeEntry xattr(String attribute, String value) {
        return xattr(attribute, value.getBytes(StandardCharsets.UTF_8));
    }

    /** The file capability {@code cap_net_raw=ep} as {@code vfs_cap_data} of revision 2; linux/capability.h. */
    public TreeEntry capability() {
        byte[] value = new byte[20];
        value[0] = 1;
        value[3] = 2;
        value[5] = 0x20;
        return xattr("security.capability", value);
    }

    /**
     * An access list that lets a user read and write; {@code mode} must have {@code rw} for the group, the list's mask.
     */
    public TreeEntry readWriteFor(int user) {
        return xattr("system.posix_acl_access", PosixAcl.readWriteFor(user));
    }
}
