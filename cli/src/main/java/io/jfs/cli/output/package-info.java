/**
 * How results look: one table printer, one template language, one JSON writer, and human sizes and ages. Works on
 * records made of maps, lists, strings, numbers and booleans; knows nothing of images or snapshots.
 */
@NullMarked
package io.jfs.cli.output;

import org.jspecify.annotations.NullMarked;
