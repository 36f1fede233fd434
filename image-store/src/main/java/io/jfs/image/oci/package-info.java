/** The documents of an OCI image as values: references, descriptors, manifests, configurations. No I/O. */
@NullMarked
package io.jfs.image.oci;

import org.jspecify.annotations.NullMarked;
