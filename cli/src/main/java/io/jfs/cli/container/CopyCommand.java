package io.jfs.cli.container;

import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.UsageException;
import io.jfs.linux.Fd;
import io.jfs.runtime.container.Container;
import io.jfs.runtime.container.ContainerArchive;
import io.jfs.runtime.container.ContainerCopy;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = {
            "Copy a file or a directory between a container and the host.",
            "A directory is copied into the target if that exists, else as the target. Links are copied as links.",
            "-: a tar archive, on standard output or from standard input."
        },
        footer = {"", "Example:", "  jfs cp web:/etc/nginx ./nginx"})
final class CopyCommand extends ContainerCommand {
    @Option(
            names = {"-q", "--quiet"},
            hidden = true)
    boolean quiet;

    @Option(
            names = {"-a", "--archive"},
            hidden = true)
    boolean archive;

    @Parameters(index = "0", paramLabel = "SOURCE", description = "CONTAINER:PATH, PATH or -")
    String source = "";

    @Parameters(index = "1", paramLabel = "TARGET", description = "CONTAINER:PATH, PATH or -")
    String target = "";

    CopyCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        int from = colon(source);
        int to = colon(target);
        if ((from < 0) == (to < 0)) {
            throw new UsageException("exactly one of source and target must be in a container (CONTAINER:PATH)");
        }
        if (target.equals("-") && out().isTerminal()) {
            throw CommandException.failed("cannot write an archive to a terminal", "redirect standard output");
        }
        if (from < 0) {
            String path = target.substring(to + 1);
            engine().changeRoot(find(target.substring(0, to)), root -> copyIn(root, path));
        } else {
            copyOut(find(source.substring(0, from)), source.substring(from + 1));
        }
    }

    private void copyIn(Fd root, String path) throws IOException {
        if (source.equals("-")) {
            ContainerArchive.read(session.in(), root, path);
        } else {
            ContainerCopy.in(Path.of(source), root, path);
        }
    }

    private void copyOut(Container container, String path) throws IOException {
        try (Fd root = engine().openRoot(container)) {
            if (target.equals("-")) {
                ContainerArchive.write(root, path, out().stream());
            } else {
                ContainerCopy.out(root, path, Path.of(target));
            }
        }
    }

    // A path with a slash before the colon is on the host.
    private static int colon(String text) {
        int colon = text.indexOf(':');
        int slash = text.indexOf('/');
        return colon > 0 && (slash < 0 || colon < slash) && !text.startsWith(".") ? colon : -1;
    }
}
