package io.jfs.cli.container;

import static io.jfs.cli.output.Column.left;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.ListOptions;
import io.jfs.cli.output.Column;
import io.jfs.cli.output.Filters;
import io.jfs.cli.output.HumanSize;
import io.jfs.cli.output.Listing;
import io.jfs.cli.session.Session;
import io.jfs.core.SnapshotKey;
import io.jfs.runtime.container.Container;
import io.jfs.runtime.container.ContainerEngine;
import io.jfs.runtime.container.ContainerOptions.Text;
import io.jfs.runtime.container.ContainerOptions.Texts;
import io.jfs.runtime.container.ContainerState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        description = "List containers: those that run, or all.",
        footer = {"", "Example:", "  jfs ps -a --filter status=exited"})
final class PsCommand extends ContainerCommand {
    private static final Set<String> FILTERS = Set.of("id", "name", "label", "status", "exited", "ancestor", "network");

    @Mixin
    ListOptions list = new ListOptions();

    @Option(
            names = {"-a", "--all"},
            description = "Those that do not run too")
    boolean all;

    @Option(
            names = {"-l", "--latest"},
            description = "Only the newest, running or not")
    boolean latest;

    @Option(
            names = {"-n", "--last"},
            paramLabel = "N",
            defaultValue = "-1",
            description = "Only the newest, running or not")
    int last = -1;

    @Option(
            names = {"-s", "--size"},
            description = "What each has written")
    boolean size;

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "KEY=VALUE",
            description = "id, name, label, status, exited, ancestor or network; repeatable")
    List<String> filters = new ArrayList<>();

    PsCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        Filters wanted = Arguments.filters(filters, FILTERS);
        ContainerEngine engine = engine();
        ContainerRows rows = new ContainerRows(engine, session.now(), list.truncates());
        int most = latest ? 1 : last < 0 ? Integer.MAX_VALUE : last;
        boolean every = all
                || latest
                || last >= 0
                || wanted.values().containsKey("status")
                || wanted.values().containsKey("exited");
        List<Map<String, Object>> records = new ArrayList<>();
        for (Container container : engine.list()) {
            ContainerState state = engine.state(container);
            if (records.size() < most && (every || state.isAlive()) && accepts(wanted, container, state)) {
                Map<String, Object> row = rows.row(container, state);
                if (size) {
                    row.put("Size", written(container));
                }
                records.add(row);
            }
        }
        list.print(out(), new Listing(columns(), records), "ID");
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>(List.of(
                left("ID", "CONTAINER ID"),
                left("Image", "IMAGE"),
                left("Command", "COMMAND"),
                left("RunningFor", "CREATED"),
                left("Status", "STATUS"),
                left("Ports", "PORTS"),
                left("Names", "NAMES")));
        if (size) {
            columns.add(left("Size", "SIZE"));
        }
        return columns;
    }

    private String written(Container container) throws IOException {
        return HumanSize.of(session.snapshots(container.record().driver())
                .usage(new SnapshotKey(container.record().snapshot()))
                .bytes());
    }

    private static boolean accepts(Filters filters, Container container, ContainerState state) {
        List<String> labels = container.record().options().texts(Texts.LABELS);
        String network = container.record().options().text(Text.NETWORK).orElse("bridge");
        return filters.accept("id", text -> container.id().startsWith(text))
                && filters.accept("name", text -> container.name().contains(text))
                && filters.accept(
                        "label", text -> labels.stream().anyMatch(l -> l.equals(text) || l.startsWith(text + "=")))
                && filters.accept(
                        "status",
                        text -> state.status().name().toLowerCase(Locale.ROOT).equals(text))
                && filters.accept(
                        "exited",
                        text -> state.status() == ContainerState.Status.EXITED
                                && Integer.toString(state.exitCode()).equals(text))
                && filters.accept("ancestor", text -> isMadeFrom(container, text))
                && filters.accept("network", network::equals);
    }

    private static boolean isMadeFrom(Container container, String image) {
        return container.record().imageName().equals(image)
                || container.record().image().equals(image)
                || container.record().imageName().equals(image + ":latest")
                || container.record().imageId().replace("sha256:", "").startsWith(image);
    }
}
