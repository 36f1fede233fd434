/** {@code jfs serve}: the one command that needs gRPC, whose jars only it has on its class path. */
@NullMarked
package io.jfs.cli.serve;

import org.jspecify.annotations.NullMarked;
