package io.jfs.cli.bench;

import static io.jfs.cli.output.Column.left;

import io.jfs.bench.BenchCatalog;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.command.ListOptions;
import io.jfs.cli.output.Listing;
import io.jfs.cli.session.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        description = "List the workloads, and those that can be compared.",
        footer = {"", "Example:", "  jfs bench ls", "  jfs bench ls --contenders"})
final class LsCommand extends JfsCommand {
    @Option(names = "--contenders", description = "Only the contenders, and why one cannot run here")
    boolean contenders;

    @Option(names = "--workloads", description = "Only the workloads")
    boolean workloads;

    @Mixin
    ListOptions list = new ListOptions();

    @Mixin
    PlaceOption place = new PlaceOption();

    LsCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        List<Map<String, Object>> records = new ArrayList<>();
        if (!contenders) {
            BenchCatalog.workloads().forEach((name, what) -> records.add(fields("workload", name, what, "")));
        }
        if (!workloads) {
            BenchCatalog.contenders(place.existing())
                    .forEach(each -> records.add(fields(each.kind(), each.name(), each.description(), each.problem())));
        }
        list.print(
                out(),
                new Listing(
                        List.of(
                                left("Name", "NAME"),
                                left("Kind", "KIND"),
                                left("Description", "DESCRIPTION"),
                                left("Problem", "PROBLEM")),
                        records),
                "Name");
    }

    private static Map<String, Object> fields(String kind, String name, String description, String problem) {
        return Listing.fields(
                "Name",
                name,
                "Kind",
                kind,
                "Description",
                description,
                "Problem",
                problem.isEmpty() ? "-" : problem.replaceAll("\\s+", " "));
    }
}
