/**
 * The kernel's FUSE device: reading requests and writing replies, backing files, and the memory that both are in. Knows
 * no message of the protocol.
 */
@NullMarked
package io.jfs.linux.fuse;

import org.jspecify.annotations.NullMarked;
