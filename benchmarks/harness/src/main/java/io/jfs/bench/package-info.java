/** The comparison as a whole: start at {@link io.jfs.bench.BenchRun}. */
@NullMarked
package io.jfs.bench;

import org.jspecify.annotations.NullMarked;
