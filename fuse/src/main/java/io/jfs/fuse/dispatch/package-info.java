/**
 * From a request's bytes to a method of {@link io.jfs.fuse.dispatch.FuseHandler} and from its answer to the reply's
 * bytes. The views that a handler sees (request, names, replies) are reused for the next request of the same thread, so
 * a request allocates nothing.
 */
@NullMarked
package io.jfs.fuse.dispatch;

import org.jspecify.annotations.NullMarked;
