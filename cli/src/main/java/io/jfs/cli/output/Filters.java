package io.jfs.cli.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What {@code --filter key=value} asks for: values of one key are alternatives, keys must all hold.
 *
 * @param values values by key
 */
public record Filters(Map<String, List<String>> values) {

    /**
     * Takes filters apart.
     *
     * @param filters each {@code key=value}
     * @param valid the keys that exist
     * @throws IllegalArgumentException if a filter has no {@code =} or its key does not exist; lists those that do
     */
    public static Filters parse(List<String> filters, Set<String> valid) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String filter : filters) {
            int equals = filter.indexOf('=');
            String key = equals < 0 ? filter : filter.substring(0, equals);
            if (equals < 0 || !valid.contains(key)) {
                throw new IllegalArgumentException("invalid filter '" + filter + "': valid filters are "
                        + String.join(
                                ", ",
                                new TreeSet<>(valid)
                                        .stream().map(name -> name + "=").toList()));
            }
            values.computeIfAbsent(key, _ -> new ArrayList<>()).add(filter.substring(equals + 1));
        }
        return new Filters(values);
    }

    /** Whether nothing is asked of the key, or one of its values passes the test. */
    public boolean accept(String key, Predicate<String> test) {
        List<String> wanted = values.getOrDefault(key, List.of());
        return wanted.isEmpty() || wanted.stream().anyMatch(test);
    }
}
