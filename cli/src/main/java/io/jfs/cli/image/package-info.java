/** Commands on images: load, save, list, name, remove, and look inside without a mount. */
@NullMarked
package io.jfs.cli.image;

import org.jspecify.annotations.NullMarked;
