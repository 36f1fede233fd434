/** Mounts that jfs made: the commands, and the record that is kept of each. */
@NullMarked
package io.jfs.cli.mount;

import org.jspecify.annotations.NullMarked;
