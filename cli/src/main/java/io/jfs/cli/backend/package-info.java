/** {@code jfs backend}: what other runtimes must be told to use jfs. */
@NullMarked
package io.jfs.cli.backend;

import org.jspecify.annotations.NullMarked;
