/** Those that are compared: drivers of jfs and others, behind one interface. */
@NullMarked
package io.jfs.bench.contender;

import org.jspecify.annotations.NullMarked;
