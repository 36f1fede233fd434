/**
 * The one door into the kernel: a single foreign-function shape, the table of system call numbers, and the memory that
 * arguments are built in. Knows nothing of exceptions or of any area of the kernel; not exported.
 */
@NullMarked
package io.jfs.linux.internal;

import org.jspecify.annotations.NullMarked;
