/** A snapshot as an upper directory of the kernel's overlay filesystem, its parents as the lower ones. */
@NullMarked
package io.jfs.driver.overlay;

import org.jspecify.annotations.NullMarked;
