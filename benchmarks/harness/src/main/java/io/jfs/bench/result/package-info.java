/** What a run measured, as values and as JSON: raw samples, never only sums of them. */
@NullMarked
package io.jfs.bench.result;

import org.jspecify.annotations.NullMarked;
