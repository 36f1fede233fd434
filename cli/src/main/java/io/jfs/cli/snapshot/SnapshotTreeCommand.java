package io.jfs.cli.snapshot;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.Session;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.store.Filter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
        description = "Draw which snapshot stands on which.",
        footer = {"", "Example:", "  jfs snapshot tree"})
final class SnapshotTreeCommand extends JfsCommand {
    SnapshotTreeCommand(Session session) {
        super(session);
    }

    /** A line to be drawn. */
    private record Line(SnapshotInfo snapshot, String indent, String branch) {}

    @Override
    protected void run() throws IOException {
        Map<Optional<SnapshotKey>, List<SnapshotInfo>> children = new HashMap<>();
        for (SnapshotInfo info : Snapshots.open(session).list(Filter.ALL)) {
            children.computeIfAbsent(info.parent(), _ -> new ArrayList<>()).add(info);
        }
        Deque<Line> stack = new ArrayDeque<>();
        for (SnapshotInfo root :
                children.getOrDefault(Optional.<SnapshotKey>empty(), List.of()).reversed()) {
            stack.push(new Line(root, "", ""));
        }
        while (!stack.isEmpty()) {
            Line line = stack.pop();
            out().line(line.indent() + line.branch() + line.snapshot().key() + " ("
                    + line.snapshot().kind().label() + ")");
            String indent = line.indent()
                    + (line.branch().isEmpty() ? "" : line.branch().startsWith("└") ? "    " : "│   ");
            List<SnapshotInfo> below =
                    children.getOrDefault(Optional.of(line.snapshot().key()), List.of());
            for (int i = below.size() - 1; i >= 0; i--) {
                stack.push(new Line(below.get(i), indent, i == below.size() - 1 ? "└── " : "├── "));
            }
        }
    }
}
