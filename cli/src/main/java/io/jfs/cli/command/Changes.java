package io.jfs.cli.command;

import io.jfs.cli.output.Json;
import io.jfs.cli.session.Output;
import io.jfs.cli.session.Style;
import io.jfs.core.Change;
import io.jfs.core.ChangeKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Changes as {@code docker diff} prints them: sorted, and the directories above a change shown as changed. */
public final class Changes {
    private final Map<String, ChangeKind> byPath = new TreeMap<>();

    /** Takes in a change, and the directories above it. */
    public void add(Change change) {
        if (change.path().equals("/")) {
            return;
        }
        byPath.put(change.path(), change.kind());
        for (int slash = change.path().lastIndexOf('/');
                slash > 0;
                slash = change.path().lastIndexOf('/', slash - 1)) {
            if (byPath.putIfAbsent(change.path().substring(0, slash), ChangeKind.MODIFIED) != null) {
                return;
            }
        }
    }

    /** Whether nothing changed. */
    public boolean isEmpty() {
        return byPath.isEmpty();
    }

    /**
     * Prints one line per path; {@code json} as podman has it: lists {@code changed}, {@code added}, {@code deleted}.
     */
    public void print(Output out, boolean json) {
        if (json) {
            out.line(Json.pretty(lists()));
            return;
        }
        byPath.forEach((path, kind) -> out.line(style(kind), kind.letter() + " " + out.name(path)));
    }

    private Map<String, Object> lists() {
        Map<String, Object> lists = new LinkedHashMap<>();
        lists.put("changed", paths(ChangeKind.MODIFIED));
        lists.put("added", paths(ChangeKind.ADDED));
        lists.put("deleted", paths(ChangeKind.DELETED));
        return lists;
    }

    private List<String> paths(ChangeKind wanted) {
        List<String> paths = new ArrayList<>();
        byPath.forEach((path, kind) -> {
            if (kind == wanted) {
                paths.add(path);
            }
        });
        return paths;
    }

    private static Style style(ChangeKind kind) {
        return switch (kind) {
            case ADDED -> Style.GREEN;
            case MODIFIED -> Style.YELLOW;
            case DELETED -> Style.RED;
        };
    }
}
