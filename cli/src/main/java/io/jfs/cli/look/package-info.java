/** Commands that look into an image without mounting or unpacking it. */
@NullMarked
package io.jfs.cli.look;

import org.jspecify.annotations.NullMarked;
