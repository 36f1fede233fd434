package io.jfs.cli.look;

import static io.jfs.cli.output.Column.left;
import static io.jfs.cli.output.Column.right;

import io.jfs.cli.output.Listing;
import io.jfs.cli.session.Session;
import io.jfs.image.tree.ImageTree;
import io.jfs.image.tree.TreeNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "List a directory of an image. No mount, no unpacking, no root.",
        footer = {"", "Example:", "  jfs ls -l debian:latest /etc"})
final class LsCommand extends LookCommand {
    @Parameters(index = "1", arity = "0..1", paramLabel = "PATH", defaultValue = "/", description = "Default: /")
    String path = "/";

    @Option(names = "-l", description = "Mode, owner, size, time (UTC) and layer too")
    boolean details;

    @Option(
            names = {"-R", "--recursive"},
            description = "Everything below, as paths")
    boolean recursive;

    @Option(names = "--format", paramLabel = "FORMAT", description = "table, json or a Go template, as lists have it")
    @Nullable
    String format;

    LsCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        List<Map<String, Object>> records = new ArrayList<>();
        for (TreeNode node : nodes(tree())) {
            records.add(Nodes.fields(node, recursive || node.path().equals(path) ? node.path() : node.name()));
        }
        Listing listing = new Listing(
                List.of(
                        left("Mode", "MODE"),
                        right("UID", "UID"),
                        right("GID", "GID"),
                        right("Size", "SIZE"),
                        left("Modified", "MODIFIED"),
                        right("Layer", "LAYER"),
                        left("Name", "NAME")),
                records);
        if (format != null) {
            out().lines(listing.lines(format));
        } else if (details) {
            out().lines(listing.lines("table").stream().map(out()::name).toList());
        } else {
            List<String> names = listing.values(recursive ? "Path" : "Base");
            out().lines(names.stream().map(out()::name).toList());
        }
    }

    private List<TreeNode> nodes(ImageTree tree) throws IOException {
        try {
            List<TreeNode> nodes = new ArrayList<>();
            if (recursive) {
                tree.walk(path, nodes::add);
                return nodes;
            }
            TreeNode node = tree.resolve(path);
            return node.isDirectory() ? tree.list(node.path()) : List.of(node);
        } catch (IOException e) {
            throw within(e);
        }
    }
}
