@NullMarked
package io.jfs.runtime.cgroup;

import org.jspecify.annotations.NullMarked;
