/** The commands for containers, with docker's options, columns and exit codes. */
@NullMarked
package io.jfs.cli.container;

import org.jspecify.annotations.NullMarked;
