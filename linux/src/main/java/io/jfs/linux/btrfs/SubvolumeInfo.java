package io.jfs.linux.btrfs;

import java.util.UUID;

/**
 * What btrfs knows of a subvolume: {@code struct btrfs_ioctl_get_subvol_info_args}.
 *
 * @param id names it within its filesystem
 * @param parentId the subvolume that holds its directory entry; 0 for the top one, or one that is being deleted
 * @param generation the transaction that changed it last
 * @param isReadOnly whether nothing can be written
 * @param uuid names it in the world
 * @param parentUuid the subvolume that it was made of as a snapshot; all zeros if it is none
 */
public record SubvolumeInfo(long id, long parentId, long generation, boolean isReadOnly, UUID uuid, UUID parentUuid) {}
