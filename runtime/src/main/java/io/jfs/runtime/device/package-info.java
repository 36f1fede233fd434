/**
 * Which devices a container may use: rules of the runtime-spec, as lines of the cgroup version 1 controller or as an
 * eBPF program of version 2; start at {@link io.jfs.runtime.device.DeviceAccess}.
 */
@NullMarked
package io.jfs.runtime.device;

import org.jspecify.annotations.NullMarked;
