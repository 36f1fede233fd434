/**
 * Control groups of containers; start at {@link io.jfs.runtime.cgroup.Cgroup}.
 *
 * <p>A machine may have version 1, version 2, or both: which one a controller belongs to is asked of the machine, for
 * each controller. Limits are values of the runtime-spec, in terms of version 1; where a controller is one of version 2
 * they are converted as runc converts them.
 */
@NullMarked
package io.jfs.runtime.cgroup;

import org.jspecify.annotations.NullMarked;
