/**
 * A snapshot as a mount of our own union filesystem: the storage driver {@code fuse-union}. It only says what is to be
 * mounted; the program {@code jfs-union} mounts.
 */
@NullMarked
package io.jfs.driver.fuseunion;

import org.jspecify.annotations.NullMarked;
