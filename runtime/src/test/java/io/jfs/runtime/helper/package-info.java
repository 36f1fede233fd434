/** The helper with sanitizers, and with plans that are garbage. */
@NullMarked
package io.jfs.runtime.helper;

import org.jspecify.annotations.NullMarked;
