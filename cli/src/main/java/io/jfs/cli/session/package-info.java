/**
 * One run of the command: its streams and environment, the global options, and the stores, opened when first asked for.
 */
@NullMarked
package io.jfs.cli.session;

import org.jspecify.annotations.NullMarked;
