/** Commands on jfs itself: versions, drivers, disk usage, checks and completion. */
@NullMarked
package io.jfs.cli.system;

import org.jspecify.annotations.NullMarked;
