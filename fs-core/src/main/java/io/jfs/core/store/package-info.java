/** Which snapshots exist, their parents, kinds and labels: LMDB metadata shared by many processes, one transaction per change. */
@NullMarked
package io.jfs.core.store;

import org.jspecify.annotations.NullMarked;
