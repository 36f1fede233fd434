package io.jfs.runtime.plan;

/**
 * A change of a mount's attributes.
 *
 * @param set {@code MOUNT_ATTR_*} to set
 * @param clear {@code MOUNT_ATTR_*} to clear
 * @param recursive also of the mounts below
 */
public record MountAttributes(long set, long clear, boolean recursive) {
    /** No change. */
    public static final MountAttributes NONE = new MountAttributes(0, 0, false);
}
