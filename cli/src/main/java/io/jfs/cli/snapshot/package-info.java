/** Commands on snapshots and layers: containerd's verbs, and docker's {@code diff} and {@code commit}. */
@NullMarked
package io.jfs.cli.snapshot;

import org.jspecify.annotations.NullMarked;
