/** Medians with their uncertainty, ratios paired by round, and what may be concluded. */
@NullMarked
package io.jfs.bench.stats;

import org.jspecify.annotations.NullMarked;
