/**
 * Snapshots on disk in the format of the kernel's overlay filesystem: what all drivers share that keep of a snapshot
 * only what differs from its parents. How such layers are mounted is each driver's own.
 */
@NullMarked
package io.jfs.core.overlay;

import org.jspecify.annotations.NullMarked;
