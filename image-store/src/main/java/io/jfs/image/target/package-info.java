/** Writers of the places that images are saved to: layouts and archives, equal bytes for equal images. */
@NullMarked
package io.jfs.image.target;

import org.jspecify.annotations.NullMarked;
