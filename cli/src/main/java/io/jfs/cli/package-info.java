/** The {@code jfs} command. {@link io.jfs.cli.Jfs} is the place to start; {@link io.jfs.cli.CommandTable} lists all. */
@NullMarked
package io.jfs.cli;

import org.jspecify.annotations.NullMarked;
