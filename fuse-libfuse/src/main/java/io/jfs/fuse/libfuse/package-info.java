/**
 * Serves a {@link io.jfs.fuse.dispatch.FuseHandler}, which knows nodes, by libfuse 2, which knows paths. Each callback
 * plays the kernel: it looks the path up component by component, sends the request that the kernel would send, and
 * forgets every node that it looked up. So handler, counters and error numbers are the same as with the other
 * transports.
 *
 * <p>What it cannot do: passthrough, READDIRPLUS, opening without a message, nodes of its own for hard links,
 * renameat2(2) with flags, files without a name, SEEK_DATA, copy_file_range(2), ACLs, notifications, interrupts, the
 * caller's umask, names that are not UTF-8 (they are listed, but cannot be reached or made). The open flags and the
 * timeouts of replies are ignored, those of the mount count. A JVM needs {@code --enable-native-access=ALL-UNNAMED} and
 * {@code --sun-misc-unsafe-memory-access=allow} for jnr-fuse.
 */
@NullMarked
package io.jfs.fuse.libfuse;

import org.jspecify.annotations.NullMarked;
