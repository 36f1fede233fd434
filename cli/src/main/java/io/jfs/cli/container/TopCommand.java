package io.jfs.cli.container;

import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Session;
import io.jfs.linux.Programs;
import io.jfs.runtime.container.Container;
import io.jfs.runtime.container.ContainerEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        description = "Show the processes of a container, as ps(1) of the host does.",
        footer = {"", "Example:", "  jfs top web"})
final class TopCommand extends ContainerCommand {
    @Parameters(index = "0", paramLabel = "CONTAINER", description = "Name or ID")
    String container = "";

    @Parameters(index = "1..*", paramLabel = "OPTION", description = "Options of ps(1); the output must have PID")
    List<String> psOptions = List.of();

    TopCommand(Session session) {
        super(session);
    }

    @Override
    public boolean stopsAtPositional() {
        return true;
    }

    @Override
    protected void run() throws IOException {
        Container found = find(container);
        if (!engine().state(found).isAlive()) {
            throw CommandException.failed("container " + found.name() + " is not running");
        }
        Set<String> pids = engine().runtime().processes(ContainerEngine.ociId(found)).stream()
                .map(pid -> Integer.toString(pid))
                .collect(Collectors.toSet());
        List<String> command = new ArrayList<>(List.of("/bin/ps"));
        command.addAll(psOptions.isEmpty() ? List.of("-ef") : psOptions);
        Programs.Answer answer = Programs.ask(command, session.variables(), new byte[0]);
        if (answer.code() != 0) {
            throw CommandException.failed("ps: " + answer.error());
        }
        List<String> lines = answer.output().lines().toList();
        int column = List.of(lines.getFirst().strip().split(" +", -1)).indexOf("PID");
        if (column < 0) {
            throw CommandException.failed("couldn't find PID field in ps output");
        }
        out().line(lines.getFirst());
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.strip().split(" +", -1);
            if (fields.length > column && pids.contains(fields[column])) {
                out().line(line);
            }
        }
    }
}
