/**
 * What tests of several modules share.
 *
 * <ul>
 *   <li>{@link io.jfs.testkit.StorageDriverContract}: what every storage driver must do; a driver's own tests extend it
 *   <li>{@link io.jfs.testkit.PosixContract}: what every mounted filesystem must do
 *   <li>{@link io.jfs.testkit.Tree}: says and makes a tree of files; {@link io.jfs.testkit.TreeListing} compares two
 *   <li>{@link io.jfs.testkit.TarBuilder}: makes layers, hostile ones too
 *   <li>{@link io.jfs.testkit.RequiresRoot} and friends: skip for a plain user, fail in CI
 * </ul>
 */
@NullMarked
package io.jfs.testkit;

import org.jspecify.annotations.NullMarked;
