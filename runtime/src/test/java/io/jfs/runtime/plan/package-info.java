/** The plan's bytes are pinned down. */
@NullMarked
package io.jfs.runtime.plan;

import org.jspecify.annotations.NullMarked;
