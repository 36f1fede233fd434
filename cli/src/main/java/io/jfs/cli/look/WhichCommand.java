package io.jfs.cli.look;

import static io.jfs.cli.output.Column.left;
import static io.jfs.cli.output.Column.right;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.ListOptions;
import io.jfs.cli.output.HumanSize;
import io.jfs.cli.output.Listing;
import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Session;
import io.jfs.image.Image;
import io.jfs.image.tree.PathEvent;
import io.jfs.image.tree.TreeNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "Tell which layer, and which command, a path comes from. Layers count from 1 at the bottom.",
        footer = {"", "Example:", "  jfs which --all debian:latest /etc/passwd"})
final class WhichCommand extends LookCommand {
    @Mixin
    ListOptions list = new ListOptions();

    @Parameters(index = "1", paramLabel = "PATH", description = "A path that the image has or had")
    String path = "";

    @Option(
            names = {"-a", "--all"},
            description = "What every layer did to it, bottom first")
    boolean all;

    WhichCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        Image found = Arguments.image(session, image);
        List<PathEvent> events = tree().history(path);
        if (events.isEmpty()) {
            throw CommandException.failed(image + ": " + path + ": no layer has it");
        }
        List<Map<String, Object>> records = (all ? events : List.of(events.getLast()))
                .stream().map(event -> fields(found, event)).toList();
        list.print(
                out(),
                new Listing(
                        List.of(
                                right("Layer", "LAYER"),
                                left("ID", "LAYER ID"),
                                left("Change", "CHANGE"),
                                right("Size", "SIZE"),
                                left("CreatedBy", "CREATED BY")),
                        records),
                "ID");
    }

    private Map<String, Object> fields(Image found, PathEvent event) {
        var digest = found.diffIds().get(event.layer()).digest();
        long size = event.node().map(TreeNode::size).orElse(0L);
        return Listing.fields(
                "Layer",
                event.layer() + 1,
                "ID",
                list.truncates() ? digest.shortHex() : digest.toString(),
                "Change",
                event.kind().name().toLowerCase(Locale.ROOT),
                "Size",
                event.node().isPresent() ? HumanSize.of(size) : "-",
                "SizeBytes",
                size,
                "CreatedBy",
                event.command().replaceAll("\\s+", " "),
                "Mode",
                event.node().map(Nodes::mode).orElse(""));
    }
}
