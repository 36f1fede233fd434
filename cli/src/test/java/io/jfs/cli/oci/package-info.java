/** The command as a person types it, and the rules of the whole build. */
@NullMarked
package io.jfs.cli.oci;

import org.jspecify.annotations.NullMarked;
