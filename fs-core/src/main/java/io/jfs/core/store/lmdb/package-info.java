/**
 * How LMDB's functions are called by a command that ends soon: jnr-ffi's own way reads annotations and generates
 * classes for each function, which takes longer than all that the command does with the database. It is chosen by the
 * system property {@code jnr.ffi.provider}; without that, jnr-ffi's own way is used.
 */
@NullMarked
package io.jfs.core.store.lmdb;

import org.jspecify.annotations.NullMarked;
