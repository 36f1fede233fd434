/** The files that are worked on, made from a seed. */
@NullMarked
package io.jfs.bench.data;

import org.jspecify.annotations.NullMarked;
