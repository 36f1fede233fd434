@NullMarked
package io.jfs.runtime.spec;

import org.jspecify.annotations.NullMarked;
