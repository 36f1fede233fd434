/**
 * What changed between two trees: the double walk that works everywhere, and the short way through an overlay upper
 * directory.
 */
@NullMarked
package io.jfs.core.diff;

import org.jspecify.annotations.NullMarked;
