/** OCI layer tar to directory changes and back, the same for every driver. */
@NullMarked
package io.jfs.core.layer;

import org.jspecify.annotations.NullMarked;
