/**
 * The index of a stack of lower layers as a file: what all its directories show, with all attributes, so that nobody
 * has to look on disk. It is written once and mapped by all who use it. Nothing here knows how layers merge: whoever
 * writes says what shows.
 *
 * <p>The file, little endian, every part on a multiple of 8 bytes:
 *
 * <pre>
 *  header              see {@link io.jfs.union.index.IndexHeader}
 *  directory, directory, …, the root last    see {@link io.jfs.union.index.DirectoryLayout}
 * </pre>
 *
 * <p>A directory comes after all that are in it. So a reference from a directory to one in it always leads backwards,
 * and no file, however wrong, makes a tree without an end. The header and each directory have a checksum of their own:
 * opening reads the header alone, and a directory is checked as a whole before anything of it is used.
 *
 * <p>An index is a cache: whoever finds it damaged, or made of other layers, looks into the layers instead.
 */
@NullMarked
package io.jfs.union.index;

import org.jspecify.annotations.NullMarked;
