/**
 * Mounts, and carries requests between the kernel and the dispatcher: {@link io.jfs.fuse.transport.FuseMount} makes a
 * {@link io.jfs.fuse.transport.FuseSession}, whose threads read requests, have them handled and write the replies.
 */
@NullMarked
package io.jfs.fuse.transport;

import org.jspecify.annotations.NullMarked;
