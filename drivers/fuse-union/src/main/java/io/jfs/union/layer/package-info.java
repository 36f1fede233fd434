/**
 * The layers of a union as directories on disk: descriptors that come and go, overlay's marks, whiteouts, the work
 * directory, and files of one layer by whatever way they can be reached. Nothing here knows what a union shows.
 */
@NullMarked
package io.jfs.union.layer;

import org.jspecify.annotations.NullMarked;
