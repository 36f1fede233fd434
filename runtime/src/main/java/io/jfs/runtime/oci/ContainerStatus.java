package io.jfs.runtime.oci;

import java.util.Locale;

/** Where a container is in its life. */
public enum ContainerStatus {
    CREATING,
    CREATED,
    RUNNING,
    PAUSED,
    STOPPED;

    /** As the runtime-spec writes it. */
    public String specName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
