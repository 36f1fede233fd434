/** A snapshot as a subvolume of btrfs: made at once whatever its size, and compared with another by what changed. */
@NullMarked
package io.jfs.driver.btrfs;

import org.jspecify.annotations.NullMarked;
