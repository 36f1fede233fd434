@NullMarked
package io.jfs.runtime.seccomp;

import org.jspecify.annotations.NullMarked;
