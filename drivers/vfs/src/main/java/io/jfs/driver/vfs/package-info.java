/** A snapshot as a copied tree: slow to prepare, needs nothing of the kernel, the reference for the driver contract. */
@NullMarked
package io.jfs.driver.vfs;

import org.jspecify.annotations.NullMarked;
