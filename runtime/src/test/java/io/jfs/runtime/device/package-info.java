@NullMarked
package io.jfs.runtime.device;

import org.jspecify.annotations.NullMarked;
