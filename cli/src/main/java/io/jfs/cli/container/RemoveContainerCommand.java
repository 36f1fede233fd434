package io.jfs.cli.container;

import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Failures;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.Style;
import io.jfs.runtime.container.NoSuchContainerException;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "Remove containers with their writable layers.",
        footer = {"", "Example:", "  jfs rm -f web"})
final class RemoveContainerCommand extends ContainerCommand {
    @Option(
            names = {"-f", "--force"},
            description = "Kill it first if it runs")
    boolean force;

    @Option(
            names = {"-v", "--volumes"},
            description = "Its anonymous volumes too")
    boolean volumes;

    @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "Names or IDs")
    List<String> containers = List.of();

    RemoveContainerCommand(Session session) {
        super(session);
    }

    @Override
    public int call() throws IOException {
        int code = ExitCode.OK;
        for (String name : containers) {
            try {
                engine().remove(find(name), force, volumes);
                out().line(name);
            } catch (NoSuchContainerException e) {
                code = force ? code : failed(e);
            } catch (IOException e) {
                code = failed(e);
            }
        }
        return code;
    }

    private int failed(IOException e) {
        session.err().line(Style.RED, "jfs: " + Failures.describe(e));
        return ExitCode.FAILURE;
    }
}
