package io.jfs.core.driver;

import java.util.Set;

/** The answer of {@link StorageDriverProvider#probe}: found by trying, not by version numbers. */
public sealed interface DriverProbe {
    /**
     * The driver works there.
     *
     * @param capabilities what it can do there
     */
    record Available(Set<DriverCapability> capabilities) implements DriverProbe {
        public Available {
            capabilities = Set.copyOf(capabilities);
        }
    }

    /**
     * The driver does not work there.
     *
     * @param reason one line for a person: what was tried and how it failed
     */
    record Unavailable(String reason) implements DriverProbe {}
}
