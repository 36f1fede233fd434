/** Moving images and committed snapshots from one storage driver to another, out of what is here already. */
@NullMarked
package io.jfs.image.migrate;

import org.jspecify.annotations.NullMarked;
