package io.jfs.core.store;

import io.jfs.core.SnapshotKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What labels may be and how they change; as containerd has it. */
final class Labels {
    private static final int MAX_BYTES = 4096;
    private static final String FIELD = "labels";
    private static final String FIELD_PREFIX = "labels.";

    private Labels() {}

    /**
     * The labels to be stored: those with an empty value are left out, since an empty value means no label.
     *
     * @throws InvalidUpdateException if a key is empty, a label exceeds 4,096 bytes or is not valid Unicode
     */
    static Map<String, String> checked(SnapshotKey snapshot, Map<String, String> labels) throws InvalidUpdateException {
        Map<String, String> kept = new HashMap<>(labels);
        kept.values().removeIf(String::isEmpty);
        for (Map.Entry<String, String> label : kept.entrySet()) {
            requireValid(snapshot, label.getKey(), label.getValue());
        }
        return kept;
    }

    private static void requireValid(SnapshotKey snapshot, String key, String value) throws InvalidUpdateException {
        if (key.isEmpty()) {
            throw new InvalidUpdateException(snapshot, "a label's key must not be empty");
        }
        try {
            if (Text.encode(key).length + Text.encode(value).length > MAX_BYTES) {
                throw new InvalidUpdateException(
                        snapshot,
                        "label " + key.substring(0, Math.min(64, key.length())) + ": key and value exceed " + MAX_BYTES
                                + " bytes");
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidUpdateException(snapshot, "label: " + e.getMessage());
        }
    }

    /**
     * The labels after an update.
     *
     * @param given the labels of the request
     * @param fields which to change: {@code labels} all, {@code labels.k} the one named {@code k}, deleted if not
     *     given; no field is all
     */
    static Map<String, String> updated(
            SnapshotKey snapshot, Map<String, String> present, Map<String, String> given, List<String> fields)
            throws InvalidUpdateException {
        if (fields.isEmpty()) {
            return checked(snapshot, given);
        }
        Map<String, String> result = new HashMap<>(present);
        for (String field : fields) {
            if (field.equals(FIELD)) {
                result.clear();
                result.putAll(given);
            } else if (field.startsWith(FIELD_PREFIX)) {
                String key = field.substring(FIELD_PREFIX.length());
                result.put(key, given.getOrDefault(key, ""));
            } else {
                throw new InvalidUpdateException(snapshot, "cannot update field " + field);
            }
        }
        return checked(snapshot, result);
    }

    /**
     * How much the snapshot may occupy.
     *
     * @throws InvalidUpdateException if the label is there and no positive number
     */
    static OptionalLong maxSize(SnapshotKey snapshot, Map<String, String> labels) throws InvalidUpdateException {
        String text = labels.get(SnapshotStore.MAX_SIZE_LABEL);
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            long bytes = Long.parseLong(text);
            if (bytes > 0) {
                return OptionalLong.of(bytes);
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new InvalidUpdateException(
                snapshot, "label " + SnapshotStore.MAX_SIZE_LABEL + " must be a positive number of bytes, not " + text);
    }
}
