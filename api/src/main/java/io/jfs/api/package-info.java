/** Load, mount, change, commit and save container images. {@link io.jfs.api.JfsStore} is the place to start. */
@NullMarked
package io.jfs.api;

import org.jspecify.annotations.NullMarked;
