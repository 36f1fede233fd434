/**
 * OCI layer tar to directory changes and back, the same for every driver (OCI image-spec, layer.md).
 *
 * <p>{@link io.jfs.core.layer.Compression} opens a blob, {@link io.jfs.core.layer.LayerTar} reads its entries,
 * {@link io.jfs.core.layer.LayerApplier} carries them out on a tree, {@link io.jfs.core.layer.LayerWriter} writes
 * changes as a new layer. Every byte read is hostile: {@link io.jfs.core.layer.LayerLimits} bounds what a layer may ask
 * for, and no path is resolved but by descriptors below the target's root.
 */
@NullMarked
package io.jfs.core.layer;

import org.jspecify.annotations.NullMarked;
