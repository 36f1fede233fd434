package io.jfs.core.layer;

import java.util.List;

/** Which extended attributes travel in a layer, and which belong to the machine that has the file. */
final class LayerXattrs {
    static final String DEFAULT_ACL = "system.posix_acl_default";
    private static final String ACL = "system.posix_acl_";

    private static final List<String> LOCAL = List.of("trusted.overlay.", "user.overlay.", "security.selinux");
    private static final List<String> NAMESPACES = List.of("user.", "trusted.", "security.", ACL);

    private LayerXattrs() {}

    /** Whether a layer may set or carry it: an overlay's own marks would let a layer reach into other layers. */
    static boolean isPortable(String name) {
        return NAMESPACES.stream().anyMatch(name::startsWith) && LOCAL.stream().noneMatch(name::startsWith);
    }

    /** Whether files of this type can have it: {@code user.} needs a regular file or directory (xattr(7)). */
    static boolean fits(String name, EntryType type) {
        return type == EntryType.REGULAR || type == EntryType.DIRECTORY || !name.startsWith("user.");
    }

    /** Whether it is derived from the mode, so that the mode must be set before it. */
    static boolean isAcl(String name) {
        return name.startsWith(ACL);
    }

    /** Whether a plain user does without it where setting it is not permitted. */
    static boolean isPrivileged(String name) {
        return name.startsWith("trusted.") || name.startsWith("security.");
    }
}
