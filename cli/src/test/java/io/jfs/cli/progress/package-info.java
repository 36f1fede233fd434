/** Renderers on a clock that stands still until it is told to move. */
@NullMarked
package io.jfs.cli.progress;

import org.jspecify.annotations.NullMarked;
