/** The service as a client on the socket sees it. */
@NullMarked
package io.jfs.snapshotter;

import org.jspecify.annotations.NullMarked;
