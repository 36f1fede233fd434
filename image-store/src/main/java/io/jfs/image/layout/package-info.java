/**
 * The store on disk: blobs that are written once, the index that names the images, and sessions that add both at once.
 */
@NullMarked
package io.jfs.image.layout;

import org.jspecify.annotations.NullMarked;
