/** Other runtimes with jfs as their storage: the real programs, on stores of their own. */
@NullMarked
package io.jfs.cli.backend;

import org.jspecify.annotations.NullMarked;
