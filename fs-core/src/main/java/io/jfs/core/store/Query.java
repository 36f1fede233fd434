package io.jfs.core.store;

import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the snapshots of a filter, by an index where each alternative has one, else by one scan of all. */
final class Query {
    private final SnapshotTable table;
    private final Filter filter;

    Query(SnapshotTable table, Filter filter) {
        this.table = table;
        this.filter = filter;
    }

    List<SnapshotInfo> run() throws IOException {
        Map<SnapshotKey, SnapshotInfo> found = new LinkedHashMap<>();
        for (List<Selector> alternative : filter.alternatives()) {
            Optional<List<SnapshotKey>> candidates = candidates(alternative);
            if (candidates.isEmpty()) {
                return scan();
            }
            for (SnapshotKey key : candidates.get()) {
                table.find(key)
                        .map(SnapshotRecord::info)
                        .filter(filter::matches)
                        .ifPresent(info -> found.put(key, info));
            }
        }
        return List.copyOf(found.values());
    }

    private List<SnapshotInfo> scan() throws IOException {
        List<SnapshotInfo> found = new ArrayList<>();
        table.forEach(record -> {
            SnapshotInfo info = record.info();
            if (filter.matches(info)) {
                found.add(info);
            }
        });
        return found;
    }

    /** All that may match, from the first index which helps; empty if none does. */
    private Optional<List<SnapshotKey>> candidates(List<Selector> selectors) throws IOException {
        for (Selector selector : selectors) {
            Optional<String> value = selector.equalTo();
            if (value.isPresent()) {
                Optional<List<SnapshotKey>> candidates = lookup(selector, value.get());
                if (candidates.isPresent()) {
                    return candidates;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<List<SnapshotKey>> lookup(Selector selector, String value) throws IOException {
        return switch (selector.field().getFirst()) {
            case "name" -> Optional.of(key(value).map(List::of).orElse(List.of()));
            case "parent" -> Optional.of(childrenOf(value));
            case "labels" -> Optional.of(table.labelled(selector.labelKey(), value));
            default -> Optional.empty();
        };
    }

    private List<SnapshotKey> childrenOf(String parent) throws IOException {
        if (parent.isEmpty()) {
            return table.children(0);
        }
        Optional<SnapshotKey> key = key(parent);
        Optional<SnapshotRecord> record = key.isPresent() ? table.find(key.get()) : Optional.empty();
        return record.isPresent() ? table.children(record.get().id().number()) : List.of();
    }

    /** Empty for text that no snapshot can have as key. */
    private static Optional<SnapshotKey> key(String text) {
        try {
            return Optional.of(new SnapshotKey(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
