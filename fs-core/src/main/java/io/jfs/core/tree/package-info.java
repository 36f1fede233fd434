/** Whole trees through directory file descriptors: walk, copy, remove, measure. Never follows a symbolic link. */
@NullMarked
package io.jfs.core.tree;

import org.jspecify.annotations.NullMarked;
