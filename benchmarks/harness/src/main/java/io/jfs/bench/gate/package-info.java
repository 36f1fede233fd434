/** Conditions under which a run counts as failed. */
@NullMarked
package io.jfs.bench.gate;

import org.jspecify.annotations.NullMarked;
