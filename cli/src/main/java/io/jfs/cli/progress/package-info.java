/**
 * Shows the one stream of {@link io.jfs.core.Progress} events: as bars on a terminal, as lines for a log, as JSON for a
 * program, or not at all. Always on standard error; results go to standard output.
 */
@NullMarked
package io.jfs.cli.progress;

import org.jspecify.annotations.NullMarked;
