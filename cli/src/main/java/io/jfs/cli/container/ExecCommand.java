package io.jfs.cli.container;

import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Session;
import io.jfs.runtime.container.Container;
import io.jfs.runtime.container.ContainerEngine;
import io.jfs.runtime.container.ExecRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = {
            "Run a program in a running container. The exit code is the program's (125: jfs failed, 126: not executable,"
                    + " 127: not found, 128+n: killed by signal n)."
        },
        footer = {"", "Example:", "  jfs exec -it box sh"})
final class ExecCommand extends ContainerCommand {
    @Option(
            names = {"-i", "--interactive"},
            description = "Keep standard input open")
    boolean interactive;

    @Option(
            names = {"-t", "--tty"},
            description = "Give it a terminal")
    boolean terminal;

    @Option(
            names = {"-d", "--detach"},
            description = "Run in the background")
    boolean detached;

    @Option(
            names = {"-e", "--env"},
            paramLabel = "KEY[=VALUE]",
            description = "Environment variable; repeatable")
    List<String> environment = new ArrayList<>();

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER[:GROUP]",
            description = "User and group")
    @Nullable
    String user;

    @Option(
            names = {"-w", "--workdir"},
            paramLabel = "PATH",
            description = "Working directory")
    @Nullable
    String directory;

    @Option(names = "--privileged", description = "All capabilities")
    boolean privileged;

    @Parameters(index = "0", paramLabel = "CONTAINER", description = "Name or ID")
    String container = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "A program and its arguments")
    List<String> command = List.of();

    ExecCommand(Session session) {
        super(session);
    }

    @Override
    public boolean stopsAtPositional() {
        return true;
    }

    @Override
    public int failureCode() {
        return ExitCode.USAGE;
    }

    @Override
    public int call() throws IOException {
        ContainerEngine engine = engine();
        Container found = engine.find(container);
        ExecRequest request = new ExecRequest(
                command,
                terminal,
                RunOptions.resolved(environment, session.variables()),
                Optional.ofNullable(user),
                Optional.ofNullable(directory),
                privileged,
                interactive,
                !detached);
        out().flush();
        try {
            return engine.exec(found, request);
        } catch (IOException e) {
            return StartFailures.report(session, e);
        }
    }
}
