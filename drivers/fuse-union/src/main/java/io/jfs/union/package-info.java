/**
 * The union filesystem itself: nodes, and what each operation means for the layers. It knows no FUSE type, and reaches
 * files only through {@code io.jfs.union.layer} and {@code io.jfs.linux}.
 *
 * <p>Lock order; a thread takes locks only downwards, and never two of a line unless it says in which order:
 *
 * <pre>
 * Renaming.lock                  the shape of the tree of directories: one rename between directories at a time
 *   Node.copyUp                  of one node: being copied up, or its lower name being hidden. Held over the copying of data
 *     Directory.lock             entries of one directory, its listing; two only in a rename, by node id
 *       Node (monitor)           where a node's real file is, and its entries; held over single system calls
 *         LayerDirectory (slot)  opening one descriptor; a directory's parent after itself
 * DataFile (slot)                opening a file's data descriptor; then Node (monitor)
 * </pre>
 *
 * <p>Once a node is in the upper it stays there, so {@code Node.isUpper()} read as true needs no lock.
 */
@NullMarked
package io.jfs.union;

import org.jspecify.annotations.NullMarked;
