/**
 * Files, directories, attributes and processes of Linux as typed Java: each method is one system call, or the few that
 * make up one. Names are bytes, spelt as strings by {@link io.jfs.linux.NativePath}; files are {@link io.jfs.linux.Fd}s
 * and everything inside a tree is reached by (directory, name), so that no path is ever resolved twice. Errors are
 * {@link io.jfs.linux.ErrnoException}s. No method keeps state, so all are thread-safe unless they say otherwise.
 */
@NullMarked
package io.jfs.linux;

import org.jspecify.annotations.NullMarked;
