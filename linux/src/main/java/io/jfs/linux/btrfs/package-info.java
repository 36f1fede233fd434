/**
 * btrfs by its ioctls, without the {@code btrfs} program: subvolumes and snapshots, quota groups, the send stream, and
 * the names of an inode. Numbers and layouts are those of {@code linux/btrfs.h} and {@code linux/btrfs_tree.h}.
 */
@NullMarked
package io.jfs.linux.btrfs;

import org.jspecify.annotations.NullMarked;
