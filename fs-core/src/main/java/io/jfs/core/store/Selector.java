package io.jfs.core.store;

import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import java.util.List;
import java.util.Optional;

/**
 * One condition of a filter.
 *
 * @param field its parts, at least one
 * @param condition what must hold for its value
 */
record Selector(List<String> field, Condition condition) {
    Selector {
        field = List.copyOf(field);
    }

    /** What must hold for the value of a field. */
    sealed interface Condition {
        boolean holds(Optional<String> value);

        /** The field has a value. */
        record Present() implements Condition {
            @Override
            public boolean holds(Optional<String> value) {
                return value.isPresent();
            }
        }

        /** The field has this value. */
        record Equal(String wanted) implements Condition {
            @Override
            public boolean holds(Optional<String> value) {
                return value.filter(wanted::equals).isPresent();
            }
        }

        /** The field has another value, or none and this is not empty. */
        record NotEqual(String unwanted) implements Condition {
            @Override
            public boolean holds(Optional<String> value) {
                return !value.orElse("").equals(unwanted);
            }
        }

        /** The pattern is found in the value. */
        record Matches(FilterPattern pattern) implements Condition {
            @Override
            public boolean holds(Optional<String> value) {
                return pattern.isFoundIn(value.orElse(""));
            }
        }
    }

    boolean matches(SnapshotInfo snapshot) {
        return condition.holds(value(snapshot));
    }

    private Optional<String> value(SnapshotInfo snapshot) {
        return switch (field.getFirst()) {
            case "kind" -> Optional.of(snapshot.kind().label());
            case "name" -> Optional.of(snapshot.key().text());
            case "parent" ->
                Optional.of(snapshot.parent().map(SnapshotKey::text).orElse(""));
            case "labels" -> Optional.ofNullable(snapshot.labels().get(labelKey()));
            default -> Optional.empty();
        };
    }

    /** The key of the label that the field names: a key may hold dots, quoted or not. */
    String labelKey() {
        return String.join(".", field.subList(1, field.size()));
    }

    /** The value that the field must have, if that is the condition. */
    Optional<String> equalTo() {
        return condition instanceof Condition.Equal(String wanted) ? Optional.of(wanted) : Optional.empty();
    }
}
