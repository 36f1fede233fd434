/**
 * Containers from snapshots: isolated by namespaces, limited by cgroups.
 *
 * <p>Java decides everything (parses, validates, plans, limits, compiles the seccomp program); a small static C helper
 * does what must happen between {@code clone3} and {@code execve}. The JVM never forks, never changes its namespaces
 * and never enters a container.
 */
@NullMarked
package io.jfs.runtime;

import org.jspecify.annotations.NullMarked;
