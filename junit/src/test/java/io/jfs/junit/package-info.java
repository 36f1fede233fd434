/** The extension as its users see it. */
@NullMarked
package io.jfs.junit;

import org.jspecify.annotations.NullMarked;
