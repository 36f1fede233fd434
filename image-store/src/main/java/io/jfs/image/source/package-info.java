/** Readers of the places that images are loaded from. All content is hostile: names, sizes and digests are checked. */
@NullMarked
package io.jfs.image.source;

import org.jspecify.annotations.NullMarked;
