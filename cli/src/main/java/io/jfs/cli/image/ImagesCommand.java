package io.jfs.cli.image;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.command.ListOptions;
import io.jfs.cli.output.Listing;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.UsageException;
import io.jfs.image.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "List images. SIZE is what the layers take unpacked, or compressed if they never were unpacked.",
        footer = {"", "Example:", "  jfs images --format '{{.Repository}}:{{.Tag}} {{.Size}}'"})
final class ImagesCommand extends JfsCommand {
    private static final Set<String> VERBS = Set.of("ls", "list", "rm", "prune", "tree", "inspect", "history");

    @Mixin
    ListOptions list = new ListOptions();

    @Option(
            names = {"-a", "--all"},
            description = "Accepted for docker's sake: nothing is hidden")
    boolean all;

    @Option(names = "--tree", description = "Show what each image occupies, unpacked layers included, by platform")
    boolean tree;

    @Option(names = "--digests", description = "Show the digests of the manifests")
    boolean digests;

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "KEY=VALUE",
            description = "dangling=, label=, before=, since= or reference=; repeatable")
    List<String> filters = List.of();

    @Parameters(arity = "0..1", paramLabel = "REPOSITORY[:TAG]", description = "Only these; a glob pattern")
    @Nullable
    String pattern;

    ImagesCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        if (tree && (!list.isTable() || digests)) {
            throw new UsageException("--tree is a table of its own: it goes without -q, --format and --digests");
        }
        List<Image> images = images();
        if (tree) {
            out().lines(new ImageUsageTree(session, list.truncates()).lines(images));
            return;
        }
        List<Map<String, Object>> records = new ArrayList<>();
        images.forEach(image -> records.addAll(ImageRecords.of(image, session.now(), list.truncates())));
        list.print(out(), new Listing(ImageRecords.columns(digests), distinctIfQuiet(records)), "ID");
        if (pattern != null && VERBS.contains(pattern) && records.isEmpty()) {
            session.err()
                    .line("hint: 'jfs images " + pattern + "' lists images named " + pattern
                            + "; did you mean 'jfs image " + pattern + "'?");
        }
    }

    private List<Image> images() throws IOException {
        ImageFilters accepted = new ImageFilters(session, filters);
        List<Image> images = new ArrayList<>();
        if (session.hasImages()) {
            for (Image image : session.images().images()) {
                if (accepted.accepts(image)) {
                    accepted.named(image, Optional.ofNullable(pattern)).ifPresent(images::add);
                }
            }
        }
        return images;
    }

    private List<Map<String, Object>> distinctIfQuiet(List<Map<String, Object>> records) {
        if (!list.quiet()) {
            return records;
        }
        return records.stream()
                .map(listed -> Map.of("ID", listed.getOrDefault("ID", "")))
                .distinct()
                .toList();
    }
}
