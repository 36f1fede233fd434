/**
 * Layers become committed snapshots: decompression and extraction as a pipeline, layers side by side, each chain once.
 */
@NullMarked
package io.jfs.image.unpack;

import org.jspecify.annotations.NullMarked;
