package io.jfs.core.driver;

import java.util.Map;
import java.util.Optional;

/**
 * A driver's settings, as {@code --storage-opt key=value} gives them.
 *
 * @param values immutable
 */
public record DriverOptions(Map<String, String> values) {
    /** No settings: every driver's defaults. */
    public static final DriverOptions NONE = new DriverOptions(Map.of());

    public DriverOptions {
        values = Map.copyOf(values);
    }

    /** The value of a key. */
    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Whether a key is set to {@code true} or to nothing. */
    public boolean isSet(String key) {
        return get(key).filter(value -> value.isEmpty() || value.equals("true")).isPresent();
    }
}
