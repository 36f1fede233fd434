/**
 * The FUSE protocol as bytes: operation codes, flags, and where each field of each struct lies ({@code linux/fuse.h},
 * protocol 7.31 to 7.45). Pure: it reads and writes buffers and knows no file, thread or mount. Nothing here allocates
 * for each request; every accessor takes the buffer, in native byte order, and the offset of its struct.
 */
@NullMarked
package io.jfs.fuse.wire;

import org.jspecify.annotations.NullMarked;
