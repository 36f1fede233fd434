/** Looks into an image without mounting or unpacking it: one merged tree out of the layers' archives. */
@NullMarked
package io.jfs.image.tree;

import org.jspecify.annotations.NullMarked;
