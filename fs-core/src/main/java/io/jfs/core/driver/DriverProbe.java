package io.jfs.core.driver;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The answer of {@link StorageDriverProvider#probe}: found by trying, not by version numbers. */
public sealed interface DriverProbe {
    /**
     * The driver works there.
     *
     * @param capabilities what it can do there
     * @param facts what else a person may want to know of this machine: a name such as {@code Transport}, and a value;
     *     in this order
     */
    record Available(Set<DriverCapability> capabilities, Map<String, String> facts) implements DriverProbe {
        public Available {
            capabilities = Set.copyOf(capabilities);
            facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        }

        /** Without further facts. */
        public Available(Set<DriverCapability> capabilities) {
            this(capabilities, Map.of());
        }
    }

    /**
     * The driver does not work there.
     *
     * @param reason one line for a person: what was tried and how it failed
     */
    record Unavailable(String reason) implements DriverProbe {}
}
