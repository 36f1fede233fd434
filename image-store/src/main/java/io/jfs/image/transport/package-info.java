/** Where images come from and go to: OCI layouts, archives of Docker and of OCI, skopeo directories, streams. */
@NullMarked
package io.jfs.image.transport;

import org.jspecify.annotations.NullMarked;
