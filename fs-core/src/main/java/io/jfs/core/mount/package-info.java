/** Mounts as data become mounts: the only place that turns {@link io.jfs.core.Mount} into system calls. */
@NullMarked
package io.jfs.core.mount;

import org.jspecify.annotations.NullMarked;
