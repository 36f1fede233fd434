/** Completion scripts for shells, made out of the commands themselves. */
@NullMarked
package io.jfs.cli.completion;

import org.jspecify.annotations.NullMarked;
