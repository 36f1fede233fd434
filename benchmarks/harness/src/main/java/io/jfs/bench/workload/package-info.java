/** What is done with each contender, and how the result is checked. */
@NullMarked
package io.jfs.bench.workload;

import org.jspecify.annotations.NullMarked;
