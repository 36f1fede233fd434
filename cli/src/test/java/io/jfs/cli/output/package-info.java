/** Tables, templates, JSON and human sizes. */
@NullMarked
package io.jfs.cli.output;

import org.jspecify.annotations.NullMarked;
