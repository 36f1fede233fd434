/** Comparisons of drivers: the harness and the micro benchmarks. */
@NullMarked
package io.jfs.cli.bench;

import org.jspecify.annotations.NullMarked;
