/** Images: find, load, save, commit, look into. {@link io.jfs.image.ImageStore} is the place to start. */
@NullMarked
package io.jfs.image;

import org.jspecify.annotations.NullMarked;
