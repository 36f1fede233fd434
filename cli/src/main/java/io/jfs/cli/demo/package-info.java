/** The guided tour: jfs shows what it does, on an image that it makes. */
@NullMarked
package io.jfs.cli.demo;

import org.jspecify.annotations.NullMarked;
