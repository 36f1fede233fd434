package io.jfs.core.driver;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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

    /**
     * Refuses settings that a driver does not know.
     *
     * @param driver for the message
     * @throws IOException names the setting, and those that there are
     */
    public void requireKnown(String driver, Set<String> known) throws IOException {
        for (String key : new TreeSet<>(values.keySet())) {
            if (!known.contains(key)) {
                throw new IOException("driver " + driver + ": unknown storage option " + key
                        + (known.isEmpty()
                                ? " (it has none)"
                                : " (known: " + String.join(", ", new TreeSet<>(known)) + ")"));
            }
        }
    }
}
