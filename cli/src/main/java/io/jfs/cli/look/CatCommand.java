package io.jfs.cli.look;

import io.jfs.cli.session.Session;
import io.jfs.image.tree.ImageTree;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        description = "Print files of an image.",
        footer = {"", "Example:", "  jfs cat debian:latest /etc/os-release"})
final class CatCommand extends LookCommand {
    @Parameters(index = "1..*", arity = "1..*", paramLabel = "PATH", description = "Regular files; links are followed")
    List<String> paths = List.of();

    CatCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        ImageTree tree = tree();
        for (String path : paths) {
            try (InputStream content = tree.open(path)) {
                content.transferTo(out().stream());
            } catch (IOException e) {
                throw within(e);
            }
        }
    }
}
