/** What is counted beside time: FUSE requests, a server's processor time and memory. */
@NullMarked
package io.jfs.bench.measure;

import org.jspecify.annotations.NullMarked;
