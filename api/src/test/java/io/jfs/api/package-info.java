/** The facade as its users see it. */
@NullMarked
package io.jfs.api;

import org.jspecify.annotations.NullMarked;
