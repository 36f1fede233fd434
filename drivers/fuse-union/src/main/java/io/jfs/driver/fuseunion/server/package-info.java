/**
 * Serves a union by FUSE: {@link io.jfs.driver.fuseunion.server.UnionHandler} turns the kernel's requests into calls of
 * {@link io.jfs.union.Union}, and {@link io.jfs.driver.fuseunion.server.UnionServer} mounts it. What anything means is
 * the union's; how few requests it takes is this package's.
 */
@NullMarked
package io.jfs.driver.fuseunion.server;

import org.jspecify.annotations.NullMarked;
