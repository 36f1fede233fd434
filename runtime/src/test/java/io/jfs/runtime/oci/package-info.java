/** Containers run on the real kernel, made of busybox alone. */
@NullMarked
package io.jfs.runtime.oci;

import org.jspecify.annotations.NullMarked;
