/** Values that cross every border: digests, keys, mounts, changes, usage. Records without I/O. */
@NullMarked
package io.jfs.core;

import org.jspecify.annotations.NullMarked;
