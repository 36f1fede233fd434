package io.jfs.core;

import java.util.List;

/**
 * A mount as data: what mount(8) would be told. Drivers return mounts and never mount; every consumer (the {@code jfs}
 * command, a runtime, containerd) mounts the same data.
 *
 * <p>An overlay mount carries {@code lowerdir=a:b:c} with the uppermost layer first, and {@code upperdir=} and
 * {@code workdir=} if it is writable. In {@code lowerdir} a colon or backslash within a path is escaped by a backslash.
 *
 * @param type a filesystem type, or {@code bind}
 * @param source a device or path; by custom {@code overlay} for an overlay
 * @param options each one option, in order
 */
public record Mount(String type, String source, List<String> options) {
    public Mount {
        options = List.copyOf(options);
    }

    /** Whether the mount refuses writes: it has the option {@code ro}. */
    public boolean isReadOnly() {
        return options.contains("ro");
    }
}
